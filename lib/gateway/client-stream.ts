import type { UpstreamBody } from './upstream-body';

/** A client that takes nothing for so long has gone, whatever its connection says. */
const CLIENT_IDLE_MS = 120_000;
const CLIENT_CHECK_MS = 15_000;

interface Options {
  /** The upstream's answer. */
  source: UpstreamBody;
  signal: AbortSignal;
  /** The client takes: something is to be sent. */
  pull(): Promise<void>;
  /** The client has cancelled the body. */
  onCancel(): void;
  /** The client takes nothing any more. */
  onIdle(): void;
  onAbort(): void;
}

/** The body that a client is sent of an upstream's answer, which is read only as fast as the client takes. */
export class ClientStream {
  readonly body: ReadableStream<Uint8Array>;

  readonly #options: Options;
  readonly #clientCheck: NodeJS.Timeout;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #pulling = false;
  #takenMs = performance.now();

  constructor(options: Options) {
    const { signal, onAbort, onCancel } = options;
    this.#options = options;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: onCancel,
      },
      { highWaterMark: 0 },
    );
    this.#clientCheck = setInterval(() => this.#checkClient(), CLIENT_CHECK_MS);
    this.#clientCheck.unref();
    signal.addEventListener('abort', onAbort);
  }

  /** What comes next from the upstream; null at its end. */
  next(): Promise<Uint8Array | null> {
    return this.#options.source.next();
  }

  send(bytes: Uint8Array): void {
    this.#controller?.enqueue(bytes);
  }

  close(): void {
    this.#controller?.close();
  }

  /** Breaks the body off, so that it does not pass for whole. */
  fail(error: Error): void {
    this.#controller?.error(error);
  }

  /** Reads the upstream no more, and watches the client no more. */
  release(): void {
    const { source, signal, onAbort } = this.#options;
    clearInterval(this.#clientCheck);
    signal.removeEventListener('abort', onAbort);
    source.release();
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    try {
      await this.#options.pull();
    } finally {
      this.#pulling = false;
      this.#takenMs = performance.now();
    }
  }

  #checkClient(): void {
    if (!this.#pulling && performance.now() - this.#takenMs >= CLIENT_IDLE_MS) this.#options.onIdle();
  }
}
