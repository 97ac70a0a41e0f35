/** Starts that each class gets while all of them wait: 1 (lowest) to 4. */
export const WEIGHTS = [1, 2, 4, 8] as const;

/**
 * Whose turn it is among classes that wait: self-clocked fair queueing. Each class carries the virtual time
 * at which its first request is due; a class of weight w moves on by 8/w a start, so any class that keeps
 * waiting gets its weight's share of the starts, and the lowest one of every fifteen at least.
 */
export class FairOrder {
  readonly #dueAt = WEIGHTS.map(() => 0);
  #now = 0;

  /** A class that was empty begins to wait. What it did not use before does not count. */
  begin(index: number): void {
    this.#dueAt[index] = Math.max(this.#dueAt[index] ?? 0, this.#now) + strideOf(index);
  }

  /**
   * The class whose turn it is, of those that `waits` says have someone; the higher one of two that are due.
   * @returns -1 where nobody waits
   */
  next(waits: (index: number) => boolean): number {
    let next = -1;
    for (let index = WEIGHTS.length - 1; index >= 0; index--) {
      if (waits(index) && (next < 0 || this.#due(index) < this.#due(next))) next = index;
    }
    return next;
  }

  /** A class had its turn. @param more whether others of it still wait */
  started(index: number, more: boolean): void {
    this.#now = this.#due(index);
    if (more) this.#dueAt[index] = this.#now + strideOf(index);
  }

  #due(index: number): number {
    return this.#dueAt[index] ?? 0;
  }
}

const strideOf = (index: number): number => 8 / (WEIGHTS[index] ?? 1);
