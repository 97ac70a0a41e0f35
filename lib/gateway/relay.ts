import type { Readable } from 'node:stream';
import { AppError, type ErrorCode } from '../errors';
import type { Usage } from './price';
import { StreamReader, type StreamReaderOptions } from './stream-reader';
import { brokenAnswer, failureOf } from './upstream-error';

/** A client that takes nothing for so long has gone, whatever its connection says. */
const CLIENT_IDLE_MS = 120_000;
const CLIENT_CHECK_MS = 15_000;

export interface StreamEnd {
  end: 'complete' | 'client_closed' | 'upstream_error';
  /** null: the upstream reported none */
  usage: Usage | null;
  /** What the upstream put out until the end, for our own count. */
  output: readonly string[];
  firstByteMs: number | null;
}

export interface RelayOptions extends StreamReaderOptions {
  source: Readable;
  /** Aborts when the client has gone or the reservation was lost; an AppError as reason is told to the client. */
  signal: AbortSignal;
  /** `performance.now()` at the call's start. */
  startedMs: number;
  choices: number;
  /** The last bytes wait for it: see RunContext. */
  settled: Promise<void>;
}

const encoder = new TextEncoder();
const DONE = 'data: [DONE]\n\n';

const TYPES: Partial<Record<ErrorCode, string>> = { invalid_request: 'invalid_request_error' };

/** An error that the OpenAI SDKs raise when they meet it in a stream. */
const errorEvent = ({ code, message }: AppError): string =>
  `data: ${JSON.stringify({ error: { message, type: TYPES[code] ?? 'api_error', param: null, code } })}\n\n`;

/**
 * Relays an upstream's event stream event by event. The upstream is read only as fast as the client
 * takes; whoever ends first ends the other. `finished` always resolves, once.
 */
export function relayStream(options: RelayOptions): {
  body: ReadableStream<Uint8Array>;
  finished: Promise<StreamEnd>;
} {
  const { source, signal } = options;
  const reader = new StreamReader(options);
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let firstByteMs: number | null = null;
  let over = false;
  let takenMs = performance.now();
  let pulling = false;
  let left = false;
  let settle: (end: StreamEnd) => void = () => undefined;
  const finished = new Promise<StreamEnd>((resolve) => {
    settle = resolve;
  });

  function finish(end: StreamEnd['end']): void {
    if (over) return;
    over = true;
    clearInterval(clientCheck);
    signal.removeEventListener('abort', onAbort);
    if (!source.readableEnded) source.destroy();
    settle({ end, usage: reader.usage, output: reader.output, firstByteMs });
  }

  let controller: ReadableStreamDefaultController<Uint8Array>;
  function send(text: string): void {
    if (text !== '') controller.enqueue(encoder.encode(text));
  }
  function fail(error: AppError): void {
    if (over) return;
    send(errorEvent(error));
    finish('upstream_error');
    controller.close();
  }
  function onAbort(): void {
    if (over) return;
    if (signal.reason instanceof AppError) send(errorEvent(signal.reason));
    finish('client_closed');
    controller.close();
  }
  async function complete(): Promise<void> {
    const rest = reader.end();
    if (reader.failed || (!reader.done && reader.finished < options.choices)) {
      send(rest);
      fail(brokenAnswer('broke off'));
      return;
    }
    send(rest);
    finish('complete');
    await options.settled;
    if (left) return;
    send(DONE);
    controller.close();
  }

  const clientCheck = setInterval(() => {
    if (pulling || performance.now() - takenMs < CLIENT_IDLE_MS) return;
    finish('client_closed');
    controller.error(new Error('the client stopped reading'));
  }, CLIENT_CHECK_MS);
  clientCheck.unref();
  source.on('error', () => undefined); // reported by the iterator; without a listener it would end the process

  const body = new ReadableStream<Uint8Array>(
    {
      start(c) {
        controller = c;
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort);
      },
      async pull() {
        pulling = true;
        try {
          for (let text = ''; text === '' && !over; ) {
            const next = await chunks.next();
            if (over) return;
            if (next.done) return complete();
            firstByteMs ??= Math.round(performance.now() - options.startedMs);
            text = reader.feed(next.value);
            send(text);
            if (reader.failed) return fail(brokenAnswer('broke off'));
          }
        } catch (thrown) {
          if (reader.done) await complete();
          else fail(failureOf(thrown).error);
        } finally {
          pulling = false;
          takenMs = performance.now();
        }
      },
      cancel() {
        left = true;
        finish('client_closed');
      },
    },
    { highWaterMark: 0 },
  );
  return { body, finished };
}
