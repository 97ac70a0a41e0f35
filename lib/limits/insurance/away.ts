import type { Held } from '../orders';

const EVERY_MS = 1000;

/**
 * Requests that were admitted without the store and still run: put into it as soon as it takes them, without
 * asking any limit, so that its counters and leases know of them.
 */
export class Away {
  #held = new Map<string, Held>();
  #trying = false;

  /** @param adopt rejects while the store is away */
  constructor(private readonly adopt: (held: Held) => Promise<unknown>) {}

  add(held: Held): void {
    this.#held.set(held.id, held);
    this.#tryLater();
  }

  /** It has ended: its settle order sees to the rest. @returns whether it was away until now */
  forget(id: string): boolean {
    return this.#held.delete(id);
  }

  /** Puts one back now, if it is away. @throws where the store does not take it */
  async putBack(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (!held) return;
    await this.adopt(held);
    this.#held.delete(id);
  }

  #tryLater(): void {
    if (this.#trying || this.#held.size === 0) return;
    this.#trying = true;
    setTimeout(async () => {
      try {
        for (const id of this.#held.keys()) await this.putBack(id);
      } catch {
        // Not back yet.
      }
      this.#trying = false;
      this.#tryLater();
    }, EVERY_MS).unref();
  }
}
