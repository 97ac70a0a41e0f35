interface Use {
  amount: number;
  endsMs: number;
}

/** What one limit counts in this process's memory: the uses of requests that were admitted without the store. */
export class Uses {
  #uses = new Map<string, Use>();
  #total = 0;
  #lastEndsMs = Number.NEGATIVE_INFINITY;
  #inOrder = true;

  /** Where uses end in the order in which they were added (not so leases), the walk stops at the first that still counts. */
  total(nowMs: number): number {
    for (const [id, { endsMs }] of this.#uses) {
      if (endsMs <= nowMs) this.lower(id, 0);
      else if (this.#inOrder) break;
    }
    return this.#total;
  }

  /** @param endsMs when it stops to count by itself; never, for a lease that is renewed */
  add(id: string, amount: number, endsMs: number): void {
    this.#inOrder = this.#uses.size === 0 || (this.#inOrder && endsMs >= this.#lastEndsMs);
    this.#lastEndsMs = endsMs;
    this.#uses.set(id, { amount, endsMs });
    this.#total += amount;
  }

  /** Never raises; 0 forgets the use. */
  lower(id: string, to: number): void {
    const use = this.#uses.get(id);
    if (!use || to >= use.amount) return;
    this.#total -= use.amount - to;
    use.amount = to;
    if (to === 0) this.#uses.delete(id);
  }

  /** How long until the oldest uses that stand in the way of `over` units have ended; null: nobody knows. */
  waitMs(over: number, nowMs: number): number | null {
    let left = over;
    for (const { amount, endsMs } of this.#uses.values()) {
      left -= amount;
      if (left <= 0) return Number.isFinite(endsMs) ? endsMs - nowMs : null;
    }
    return null;
  }

  /** When the oldest use ends; null where there is none or it has no end. */
  oldestEndsMs(): number | null {
    const [first] = this.#uses.values();
    return first && Number.isFinite(first.endsMs) ? first.endsMs : null;
  }
}
