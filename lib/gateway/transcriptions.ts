import { type Dispatcher, FormData } from 'undici';
import type { Run, Work } from '../admission/work';
import { askUpstream } from './ask-upstream';
import { type AudioLength, audioLength } from './audio-length';
import { JSON_HEADERS, type Json, usageCount } from './json-answer';
import { chargeUse, claimOf, type MediaCall, type Use } from './meter';
import { findModel, type GatewayModel } from './models';
import { countTokens } from './tokens';
import { readTranscriptionForm, type TranscriptionForm } from './transcription-form';
import { readAnswer } from './upstream';
import { brokenAnswer } from './upstream-error';

const MAX_ANSWER_BYTES = 32 << 20;
/** What models that count tokens make of a second of sound (gpt-4o-transcribe). */
const TOKENS_PER_SECOND = 10;

interface Timed extends TranscriptionForm {
  length: AudioLength;
}

/** By the second, or by tokens of sound in and text out. */
function useOf(model: GatewayModel, seconds: number, promptTokens: number, textTokens: number): Use {
  return model.meter === 'seconds'
    ? { tokensIn: promptTokens, tokensOut: 0, units: seconds }
    : { tokensIn: promptTokens + seconds * TOKENS_PER_SECOND, tokensOut: textTokens, units: 0 };
}

const seconds = (value: unknown): number | null =>
  typeof value === 'number' && value > 0 && value < 10_000_000 ? Math.max(1, Math.ceil(value)) : null;

/** What the answer reports in the model's meter; null where it does not. */
function reportedUse({ model, likely }: MediaCall, json: Json): Use | null {
  if (model.meter === 'seconds') {
    const units = seconds((json.usage as Json | undefined)?.seconds) ?? seconds(json.duration);
    return units === null ? null : { ...likely, units };
  }
  const tokensIn = usageCount(json, 'input_tokens');
  const tokensOut = usageCount(json, 'output_tokens');
  return tokensIn && tokensOut !== null ? { tokensIn, tokensOut, units: 0 } : null;
}

const isJsonFormat = (format: string): boolean => format.endsWith('json');

function parse(bytes: Buffer): Json {
  try {
    const json: unknown = JSON.parse(bytes.toString());
    if (typeof json === 'object' && json !== null && typeof (json as Json).text === 'string')
      return json as Json;
  } catch {
    // told below, without the upstream's text
  }
  throw brokenAnswer('is not a transcript');
}

async function answerTranscript(
  call: MediaCall,
  { fields }: Timed,
  answer: Dispatcher.ResponseData,
  firstByteMs: number,
): Promise<Run> {
  const bytes = await readAnswer(answer, MAX_ANSWER_BYTES);
  const json = isJsonFormat(fields.response_format ?? 'json') ? parse(bytes) : null;
  const reported = json && reportedUse(call, json);
  const tokensOut = call.model.meter === 'tokens' ? countTokens(String(json?.text ?? bytes)) : 0;
  const use = reported ?? { ...call.likely, tokensOut };
  return {
    status: 200,
    headers: json ? JSON_HEADERS : { 'content-type': 'text/plain; charset=utf-8' },
    body: bytes,
    finished: Promise.resolve(chargeUse(call, 'ok', use, { estimated: reported === null, firstByteMs })),
  };
}

function formFor({ entries, file }: Timed, model: GatewayModel): FormData {
  const form = new FormData();
  form.set('model', model.upstreamModel);
  for (const [name, value] of entries) form.append(name, value);
  form.set('file', file, file.name);
  return form;
}

/** `POST /v1/audio/transcriptions`, behind admission: charged by the second, or by tokens where those are reported. */
export const transcriptionsWork: Work<Timed> = {
  resource: 'audio',
  async read(request) {
    const form = await readTranscriptionForm(request);
    return { ...form, length: await audioLength(form.file) };
  },
  async prepare(timed, principal) {
    const { fields, length } = timed;
    const model = await findModel(principal, fields.model, 'transcriptions');
    const promptTokens = countTokens(fields.prompt ?? '');
    const held = Math.ceil(promptTokens * 1.1);
    return {
      claim: claimOf('audio', model, useOf(model, length.bound, held, model.maxOutputTokens)),
      model: model.name,
      priceVersion: model.priceVersion,
      streamed: false,
      upstream: model.upstream,
      run(context) {
        const likely = useOf(model, length.likely, promptTokens, 0);
        const call = { model, context, likely, startedMs: performance.now() };
        const accept = isJsonFormat(fields.response_format ?? 'json') ? 'application/json' : 'text/plain';
        const asked = { path: '/audio/transcriptions', body: formFor(timed, model), accept };
        return askUpstream(call, asked, (answer, ms) => answerTranscript(call, timed, answer, ms));
      },
    };
  },
};
