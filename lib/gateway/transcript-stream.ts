import { createParser } from 'eventsource-parser';
import type { Outcome, Run } from '../admission/work';
import type { BegunAnswer } from './begun-answer';
import { ByteRelay, type BytesEnd } from './byte-relay';
import type { Json } from './json-answer';
import { chargeUse, type MediaCall, refundUse } from './meter';
import { countedUse, reportedUse } from './transcript-use';

const MAX_EVENT_CHARS = 4 << 20;

/** What a stream of transcript events has said so far. */
class Transcript {
  text = '';
  /** `transcript.text.done`, with its usage. */
  done: Json | null = null;

  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({
    onEvent: ({ data }) => this.#event(data),
    maxBufferSize: MAX_EVENT_CHARS,
  });

  feed(chunk: Uint8Array): void {
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }

  #event(data: string): void {
    const event = parse(data);
    if (event?.type === 'transcript.text.delta' && typeof event.delta === 'string') this.text += event.delta;
    if (event?.type === 'transcript.text.done') this.done = event;
  }
}

function parse(data: string): Json | null {
  try {
    const json: unknown = JSON.parse(data);
    return typeof json === 'object' && json !== null ? (json as Json) : null;
  } catch {
    return null; // `[DONE]`, or nothing that we know
  }
}

/** What was reported, else our count of what was relayed; nothing where an upstream failed before it said a word. */
function outcomeOf(call: MediaCall, end: BytesEnd, { text, done }: Transcript, firstByteMs: number): Outcome {
  const outcome = end === 'complete' ? 'ok' : end;
  const reported = done && reportedUse(call, done);
  if (reported) return chargeUse(call, outcome, reported, { firstByteMs });
  if (end === 'upstream_error' && text === '') return { ...refundUse(call, true), firstByteMs };
  return chargeUse(call, outcome, countedUse(call, text), { estimated: true, firstByteMs });
}

/** Answers with the upstream's transcript events, relayed as they come. */
export function answerTranscriptStream(call: MediaCall, answer: BegunAnswer, firstByteMs: number): Run {
  const { signal, settled, running } = call.context;
  const transcript = new Transcript();
  const relay = new ByteRelay({
    source: answer.body,
    signal,
    settled,
    isCurrent: () => running.isCurrent(),
    watch: (chunk) => transcript.feed(chunk),
  });
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
    body: relay.body,
    finished: relay.finished.then((end) => outcomeOf(call, end, transcript, firstByteMs)),
  };
}
