import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import { AnswerHandler, type Mark } from './answer-handler';

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
 * Sends a request and collects its answer.
 * @throws what undici throws; `UND_ERR_RES_EXCEEDED_MAX_SIZE` where a 2xx is too large
 */
export function requestWhole(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  call: { signal: AbortSignal; mark: Mark },
  most: MostBytes,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Collector(call.signal, call.mark, most, resolve, reject));
  });
}

class Collector extends AnswerHandler {
  #statusCode = 0;
  #headers: IncomingHttpHeaders = {};
  #headersAtMs = 0;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    signal: AbortSignal,
    mark: Mark,
    private readonly most: MostBytes,
    private readonly resolve: (answer: WholeAnswer) => void,
    private readonly reject: (reason: unknown) => void,
  ) {
    super(signal, mark);
  }

  protected began(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#statusCode = statusCode;
    this.#headers = headers;
    this.#headersAtMs = performance.now();
  }

  override onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= (this.#isRefusal ? this.most.refusal : this.most.answer)) this.#chunks.push(chunk);
    else controller.abort(new errors.ResponseExceededMaxSizeError());
  }

  protected succeeded(): void {
    this.#answer(this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks));
  }

  protected failed(reason: unknown): void {
    if (this.#isRefusal && !this.signal.aborted) this.#answer(Buffer.alloc(0));
    this.reject(reason); // of no effect where it has ended
  }

  get #isRefusal(): boolean {
    return this.#statusCode > 299;
  }

  #answer(bytes: Buffer): void {
    this.resolve({
      statusCode: this.#statusCode,
      headers: this.#headers,
      bytes: withoutMark(bytes),
      headersAtMs: this.#headersAtMs,
    });
  }
}
