import { subscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';

/** Whether a request has begun to be written: of one that is given up before, nobody has seen a byte. */
export interface Mark {
  sent: boolean;
}

/** The call that begins: undici tells its socket in the same turn, and to nobody else. */
let starting: AnswerHandler | null = null;
subscribe('undici:client:sendHeaders', (message) => {
  if (starting) starting.socket = (message as { socket: Socket }).socket;
  starting = null;
});

/**
 * One call to an upstream, as undici reports it: what is common to answers that are collected and to those that
 * are read as they come. Half of what the same costs through `pool.request`, which makes a stream, and much of it
 * where a signal is passed.
 */
export abstract class AnswerHandler implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  socket: Socket | null = null;

  constructor(
    protected readonly signal: AbortSignal,
    private readonly mark: Mark,
  ) {
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  readonly #onAbort = (): void => {
    // Before it has a connection there is nothing to end yet: see onRequestStart.
    this.#controller?.abort(this.signal.reason);
    this.failed(this.signal.reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.signal.aborted) {
      controller.abort(this.signal.reason);
      return;
    }
    this.mark.sent = true;
    starting = this;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (statusCode >= 200) this.began(controller, statusCode, headers);
  }

  abstract onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void;

  onResponseEnd(): void {
    this.#over();
    this.succeeded();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#over();
    this.failed(error);
  }

  #over(): void {
    this.signal.removeEventListener('abort', this.#onAbort);
  }

  /** The headers of the answer itself are there. */
  protected abstract began(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void;

  protected abstract succeeded(): void;

  /** It failed, or was given up; once more does nothing. */
  protected abstract failed(reason: unknown): void;
}
