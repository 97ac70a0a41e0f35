import { FormData } from 'undici';
import type { Run, Work } from '../admission/work';
import { isEventStream, mediaType } from './answer-type';
import { askUpstream } from './ask-upstream';
import { type AudioLength, audioLength } from './audio-length';
import { type BegunAnswer, readAnswer } from './begun-answer';
import { JSON_HEADERS, type Json } from './json-answer';
import { chargeUse, claimOf, type MediaCall } from './meter';
import { findModel, type GatewayModel } from './models';
import { countTokens } from './tokens';
import { answerTranscriptStream } from './transcript-stream';
import { countedUse, reportedUse, useOf } from './transcript-use';
import {
  readTranscriptionForm,
  type TranscriptionFields,
  type TranscriptionForm,
} from './transcription-form';
import { brokenAnswer } from './upstream-error';

const MAX_ANSWER_BYTES = 32 << 20;

interface Timed extends TranscriptionForm {
  length: AudioLength;
}

const acceptOf = ({ stream, response_format: format = 'json' }: TranscriptionFields): string => {
  if (stream === 'true') return 'text/event-stream';
  return isJsonFormat(format) ? 'application/json' : 'text/plain';
};

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
  answer: BegunAnswer,
  firstByteMs: number,
): Promise<Run> {
  // Models that cannot stream answer whole.
  if (isEventStream(answer) && fields.stream === 'true')
    return answerTranscriptStream(call, answer, firstByteMs);
  if (mediaType(answer) === 'text/html') throw brokenAnswer('is not a transcript');
  const bytes = await readAnswer(answer, MAX_ANSWER_BYTES);
  const json = isJsonFormat(fields.response_format ?? 'json') ? parse(bytes) : null;
  const reported = json && reportedUse(call, json);
  const use = reported ?? countedUse(call, String(json?.text ?? bytes));
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
    const hints = [fields.prompt ?? '', ...(fields['keywords[]'] ?? [])];
    const promptTokens = countTokens(hints.join(' '));
    const held = Math.ceil(promptTokens * 1.1);
    return {
      claim: claimOf('audio', model, useOf(model, length.bound, held, model.maxOutputTokens)),
      model: model.name,
      priceVersion: model.priceVersion,
      streamed: fields.stream === 'true',
      upstream: model.upstream,
      run(context) {
        const likely = useOf(model, length.likely, promptTokens, 0);
        const call = { model, context, likely, startedMs: performance.now() };
        const asked = {
          path: '/audio/transcriptions',
          body: formFor(timed, model),
          accept: acceptOf(fields),
        };
        return askUpstream(call, asked, (answer, ms) => answerTranscript(call, timed, answer, ms));
      },
    };
  },
};
