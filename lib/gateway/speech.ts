import type { Run, Work } from '../admission/work';
import { isEventStream, mediaType } from './answer-type';
import { askUpstream } from './ask-upstream';
import type { BegunAnswer } from './begun-answer';
import { ByteRelay, type BytesEnd } from './byte-relay';
import { chargeUse, claimOf, type MediaCall, refundUse } from './meter';
import { findModel } from './models';
import { countCharacters, readSpeechRequest, SPEECH_TYPES, type SpeechBody } from './speech-request';
import { countTokens } from './tokens';
import { brokenAnswer } from './upstream-error';

/** The provider's own media type where it is of sound, else that of the format. */
function typeOf(body: SpeechBody, answer: BegunAnswer): string {
  const type = String(answer.headers['content-type'] ?? '').toLowerCase();
  if (/^(audio|video)\/[\w.+-]+/.test(type)) return type;
  return SPEECH_TYPES[body.response_format ?? 'mp3'];
}

/** A proxy's page, an error without its status, or nothing at all. Sound comes under many types, or under none. */
const isNoSound = (answer: BegunAnswer): boolean =>
  answer.statusCode === 204 ||
  answer.headers['content-length'] === '0' ||
  /^(text\/.*|application\/(.+\+)?json)$/.test(mediaType(answer));

/** Characters are read before the first sound: whoever does not listen to the end has them all. */
function outcomeOf(call: MediaCall, end: BytesEnd, firstByteMs: number) {
  if (end === 'upstream_error') return { ...refundUse(call, true), firstByteMs };
  return chargeUse(call, end === 'complete' ? 'ok' : end, call.likely, { firstByteMs });
}

async function answerSpeech(
  call: MediaCall,
  body: SpeechBody,
  answer: BegunAnswer,
  firstByteMs: number,
): Promise<Run> {
  const isEvents = isEventStream(answer);
  if (isEvents !== (body.stream_format === 'sse') || (!isEvents && isNoSound(answer))) {
    throw brokenAnswer('is not in the format that was asked for');
  }
  const { signal, settled, running } = call.context;
  const relay = new ByteRelay({
    source: answer.body,
    signal,
    settled,
    isCurrent: () => running.isCurrent(),
  });
  return {
    status: 200,
    headers: {
      'content-type': isEvents ? 'text/event-stream; charset=utf-8' : typeOf(body, answer),
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
    body: relay.body,
    finished: relay.finished.then((end) => outcomeOf(call, end, firstByteMs)),
  };
}

/** `POST /v1/audio/speech`, behind admission: charged for the characters of its text, relayed as it comes. */
export const speechWork: Work<SpeechBody> = {
  resource: 'audio',
  read: readSpeechRequest,
  async prepare(body, principal) {
    const model = await findModel(principal, body.model, 'speech');
    const use = {
      tokensIn: countTokens(body.input) + countTokens(body.instructions ?? ''),
      tokensOut: 0,
      units: countCharacters(body.input),
    };
    const sent = JSON.stringify({ ...body, model: model.upstreamModel });
    return {
      claim: claimOf('audio', model, use),
      model: model.name,
      priceVersion: model.priceVersion,
      streamed: true,
      upstream: model.upstream,
      run(context) {
        const call = { model, context, likely: use, startedMs: performance.now() };
        const accept = body.stream_format === 'sse' ? 'text/event-stream' : 'audio/*';
        const asked = { path: '/audio/speech', body: sent, accept };
        return askUpstream(call, asked, (answer, ms) => answerSpeech(call, body, answer, ms));
      },
    };
  },
};
