import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Flow } from './upstream-body';

/**
 * What a body may do to its connection. undici does not expect the end of a connection while it is paused: of one
 * that closes after its answer it throws then, where nobody can catch it, and the process ends. So one that ends
 * is paused no more, and one that is reset is told by another code than undici waits for.
 */
export class HeldConnection implements Flow {
  #held = false;
  #ended = false;

  constructor(
    private readonly controller: Dispatcher.DispatchController,
    private readonly socket: Socket | null,
  ) {}

  pause(): void {
    if (this.#held || this.#ended) return;
    this.#held = true;
    this.controller.pause();
    this.socket?.prependListener('end', this.#onEnd);
    this.socket?.prependListener('error', this.#onError);
  }

  resume(): void {
    if (!this.#held) return;
    this.#held = false;
    this.socket?.off('end', this.#onEnd);
    this.socket?.off('error', this.#onError);
    this.controller.resume();
  }

  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  /** All is read by then; what the parser still has is no more than one piece. */
  readonly #onEnd = (): void => {
    this.#ended = true;
    this.resume();
  };

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'ECONNRESET') error.code = 'UND_ERR_SOCKET';
  };
}
