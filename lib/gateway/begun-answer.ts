import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { AnswerHandler, type Mark } from './answer-handler';
import { HeldConnection } from './held-connection';
import { UpstreamBody } from './upstream-body';
import { brokenAnswer } from './upstream-error';
import { withoutMark } from './whole-answer';

/** An upstream's answer whose headers are there. */
export interface BegunAnswer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: UpstreamBody;
  /** `performance.now()` when its headers were there. */
  headersAtMs: number;
}

interface Call {
  signal: AbortSignal;
  mark: Mark;
  /** An answer that began has ended, its body included; may be told twice. */
  ended(): void;
}

/**
 * Sends a request.
 * @returns the answer as soon as its headers are there; its body is read as it comes
 * @throws what undici throws, as the body does later
 */
export function requestBegun(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  call: Call,
): Promise<BegunAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Follower(call, resolve, reject));
  });
}

class Follower extends AnswerHandler {
  #body: UpstreamBody | null = null;

  constructor(
    private readonly call: Call,
    private readonly resolve: (answer: BegunAnswer) => void,
    private readonly reject: (reason: unknown) => void,
  ) {
    super(call.signal, call.mark);
  }

  protected began(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#body = new UpstreamBody(new HeldConnection(controller, this.socket));
    this.resolve({ statusCode, headers, body: this.#body, headersAtMs: performance.now() });
  }

  override onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.push(chunk);
  }

  protected succeeded(): void {
    this.#body?.end();
    this.call.ended();
  }

  protected failed(reason: unknown): void {
    this.reject(reason); // of no effect where it has begun
    this.#body?.fail(reason);
    if (this.#body) this.call.ended();
  }
}

/**
 * The whole body of an answer, at most `maxBytes` of it.
 * @throws AppError `upstream_error` where there is more, and what undici throws.
 */
export async function readAnswer({ body }: Pick<BegunAnswer, 'body'>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let chunk = await body.next(); chunk; chunk = await body.next()) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      body.release();
      throw brokenAnswer('is too large');
    }
    chunks.push(chunk);
  }
  return withoutMark(Buffer.concat(chunks, bytes));
}
