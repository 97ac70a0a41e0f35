import type { Readable } from 'node:stream';
import type { RunningWork } from '../admission/work';
import { AppError } from '../errors';

/** A client that takes nothing for so long has gone, whatever its connection says. */
const CLIENT_IDLE_MS = 120_000;
const CLIENT_CHECK_MS = 15_000;

export type BytesEnd = 'complete' | 'client_closed' | 'upstream_error' | 'stopped';

/** By this name and code both doors cut the connection, as they have to, without taking it for a fault of theirs. */
class BrokenOff extends Error {
  override readonly name = 'AbortError';
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';
}

interface Options {
  source: Readable;
  /** Aborts when the client has gone or the reservation was lost. */
  signal: AbortSignal;
  /** The end of the body waits for it: see RunContext. */
  settled: Promise<void>;
  isCurrent: RunningWork['isCurrent'];
  /** Sees each chunk that the client is sent. */
  watch?(chunk: Uint8Array): void;
}

/**
 * Relays an answer that is no text: chunk by chunk, the upstream read only as fast as the client takes. An answer
 * that breaks off breaks the client's off too: it must not pass for whole. `finished` always resolves, once.
 */
export class ByteRelay {
  readonly body: ReadableStream<Uint8Array>;
  readonly finished: Promise<BytesEnd>;

  readonly #options: Options;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #clientCheck: NodeJS.Timeout;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #resolve: (end: BytesEnd) => void = () => undefined;
  #over = false;
  #pulling = false;
  #takenMs = performance.now();

  constructor(options: Options) {
    const { source, signal } = options;
    this.#options = options;
    this.#chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    source.on('error', () => undefined); // the iterator reports it; without a listener it would end the process
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.#finish('client_closed'),
      },
      { highWaterMark: 0 },
    );
    this.#clientCheck = setInterval(() => this.#checkClient(), CLIENT_CHECK_MS);
    this.#clientCheck.unref();
    signal.addEventListener('abort', this.#onAbort);
    if (signal.aborted) this.#onAbort();
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    try {
      const next = await this.#chunks.next();
      if (this.#over) return;
      if (next.done) await this.#complete();
      // If it is not ours any more, the signal has aborted, and ended this.
      else if (this.#options.isCurrent()) {
        this.#options.watch?.(next.value);
        this.#controller?.enqueue(next.value);
      }
    } catch {
      this.#break('upstream_error');
    } finally {
      this.#pulling = false;
      this.#takenMs = performance.now();
    }
  }

  async #complete(): Promise<void> {
    this.#finish('complete');
    await this.#options.settled;
    this.#controller?.close();
  }

  #break(end: BytesEnd): void {
    if (this.#over) return;
    this.#finish(end);
    this.#controller?.error(new BrokenOff('the answer broke off'));
  }

  readonly #onAbort = (): void => {
    if (this.#over) return;
    if (this.#options.signal.reason instanceof AppError) {
      this.#break('stopped');
      return;
    }
    this.#finish('client_closed');
    this.#controller?.close(); // to nobody
  };

  #checkClient(): void {
    if (!this.#pulling && performance.now() - this.#takenMs >= CLIENT_IDLE_MS) this.#break('client_closed');
  }

  #finish(end: BytesEnd): void {
    if (this.#over) return;
    this.#over = true;
    const { source, signal } = this.#options;
    clearInterval(this.#clientCheck);
    signal.removeEventListener('abort', this.#onAbort);
    if (!source.readableEnded) source.destroy();
    this.#resolve(end);
  }
}
