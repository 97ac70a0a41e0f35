import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { Mark } from './marking-pool';

/** An upstream's whole answer. */
export interface WholeAnswer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  /** Empty where an answer other than 2xx was too long, or broke off: its status says enough. */
  bytes: Buffer;
  /** `performance.now()` when its headers were there. */
  headersAtMs: number;
}

/** Some write a byte order mark before their JSON. */
export const withoutMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

export interface MostBytes {
  /** Of a 2xx. */
  answer: number;
  /** Of anything else. */
  refusal: number;
}

/**
 * Sends a request and collects its answer. Half of what the same costs through `pool.request`, which makes a
 * stream, and much of it where a signal is passed.
 * @throws what undici throws; `UND_ERR_RES_EXCEEDED_MAX_SIZE` where a 2xx is too large
 */
export function requestWhole(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions<Mark> & { opaque: Mark },
  signal: AbortSignal,
  most: MostBytes,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Collector(signal, most, options.opaque, resolve, reject));
  });
}

class Collector implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #statusCode = 0;
  #headers: IncomingHttpHeaders = {};
  #headersAtMs = 0;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    readonly signal: AbortSignal,
    readonly most: MostBytes,
    readonly mark: Mark,
    readonly resolve: (answer: WholeAnswer) => void,
    readonly reject: (reason: unknown) => void,
  ) {
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  readonly #onAbort = (): void => {
    // Before it has a connection there is nothing to end yet: see onRequestStart.
    this.#controller?.abort(this.signal.reason);
    this.reject(this.signal.reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.signal.aborted) controller.abort(this.signal.reason);
    else this.mark.sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (statusCode < 200) return;
    this.#statusCode = statusCode;
    this.#headers = headers;
    this.#headersAtMs = performance.now();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= (this.#isRefusal ? this.most.refusal : this.most.answer)) this.#chunks.push(chunk);
    else controller.abort(new errors.ResponseExceededMaxSizeError());
  }

  onResponseEnd(): void {
    this.#end(this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isRefusal && !this.signal.aborted) this.#end(Buffer.alloc(0));
    this.signal.removeEventListener('abort', this.#onAbort);
    this.reject(error); // of no effect where it has ended
  }

  get #isRefusal(): boolean {
    return this.#statusCode > 299;
  }

  #end(bytes: Buffer): void {
    this.signal.removeEventListener('abort', this.#onAbort);
    this.resolve({
      statusCode: this.#statusCode,
      headers: this.#headers,
      bytes: withoutMark(bytes),
      headersAtMs: this.#headersAtMs,
    });
  }
}
