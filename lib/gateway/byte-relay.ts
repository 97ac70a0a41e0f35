import type { RunningWork } from '../admission/work';
import { AppError } from '../errors';
import { ClientStream } from './client-stream';
import type { UpstreamBody } from './upstream-body';

export type BytesEnd = 'complete' | 'client_closed' | 'upstream_error' | 'stopped';

/** By this name and code both doors cut the connection, as they have to, without taking it for a fault of theirs. */
class BrokenOff extends Error {
  override readonly name = 'AbortError';
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';
}

interface Options {
  source: UpstreamBody;
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
  readonly #client: ClientStream;
  #resolve: (end: BytesEnd) => void = () => undefined;
  #over = false;
  /** Something was sent. */
  #begun = false;

  constructor(options: Options) {
    const { source, signal } = options;
    this.#options = options;
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#client = new ClientStream({
      source,
      signal,
      pull: () => this.#pull(),
      onCancel: () => this.#finish('client_closed'),
      onIdle: () => this.#break('client_closed'),
      onAbort: () => this.#onAbort(),
    });
    this.body = this.#client.body;
    if (signal.aborted) this.#onAbort();
  }

  async #pull(): Promise<void> {
    try {
      const next = await this.#client.next();
      if (this.#over) return;
      if (next === null) await this.#complete();
      // If it is not ours any more, the signal has aborted, and ended this.
      else if (this.#options.isCurrent()) {
        this.#begun = true;
        this.#options.watch?.(next);
        this.#client.send(next);
      }
    } catch {
      this.#break('upstream_error');
    }
  }

  /** The upstream's answer is at its end. One without a byte was none. */
  async #complete(): Promise<void> {
    if (!this.#begun) return this.#break('upstream_error');
    this.#finish('complete');
    await this.#options.settled;
    this.#client.close();
  }

  #break(end: BytesEnd): void {
    if (this.#over) return;
    this.#finish(end);
    this.#client.fail(new BrokenOff('the answer broke off'));
  }

  #onAbort(): void {
    if (this.#over) return;
    if (this.#options.signal.reason instanceof AppError) {
      this.#break('stopped');
      return;
    }
    this.#finish('client_closed');
    this.#client.close(); // to nobody
  }

  #finish(end: BytesEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.release();
    this.#resolve(end);
  }
}
