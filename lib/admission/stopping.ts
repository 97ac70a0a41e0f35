/**
 * Ends a request's work: when its client leaves, or when we say so. The signal is made when the work asks for
 * it: one costs as much as a decision, and work that answers at once has no use for it.
 */
export class Stopping {
  #controller: AbortController | null = null;
  #stopped: { reason: unknown } | null = null;

  /** @param client the request whose client may leave; null: it is waited for, whoever leaves */
  constructor(private readonly client: Request | null) {}

  stop(reason: unknown): void {
    this.#stopped ??= { reason };
    this.#controller?.abort(reason);
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      this.#follow(this.client?.signal);
    }
    return this.#controller.signal;
  }

  #follow(client: AbortSignal | undefined): void {
    if (this.#stopped) this.#controller?.abort(this.#stopped.reason);
    else if (client?.aborted) this.stop(client.reason);
    // One listener: AbortSignal.any costs more than the decision.
    else client?.addEventListener('abort', () => this.stop(client.reason), { once: true });
  }
}
