import { StoreTrouble, troubleOf } from './trouble';

/** So many failures or late answers in a row, and the store counts as down. */
const FAILURES = 5;
const PAUSE_MS = 250;

/**
 * Keeps callers from waiting for a store that is down. Slow is down. While open, one call at a
 * time, four a second, is let through to see whether it is back; all others are refused at once.
 */
export class Breaker {
  #failures = 0;
  #probing = false;
  #opensAgainMs = 0;
  #answeredMs = performance.now();
  hasAnswered = false;

  /** @param onProbeFailed told how many probes in a row have failed */
  constructor(private readonly onProbeFailed: (probes: number) => void = () => {}) {}

  /** `performance.now()` of the last answer. */
  get answeredMs(): number {
    return this.#answeredMs;
  }

  get open(): boolean {
    return this.#failures >= FAILURES;
  }

  /** @throws StoreTrouble, `down` without asking; else what the call throws */
  async ask<T>(call: () => Promise<T>): Promise<T> {
    const probe = this.open;
    if (probe) {
      if (this.#probing || performance.now() < this.#opensAgainMs)
        throw new StoreTrouble('down', 'the store has not answered lately and was not asked');
      this.#probing = true;
    }
    try {
      const answer = await call();
      this.#answered(probe);
      return answer;
    } catch (thrown) {
      const error = troubleOf(thrown);
      if (error instanceof StoreTrouble) this.#failed(probe);
      else this.#answered(probe);
      throw error;
    } finally {
      if (probe) this.#probing = false;
    }
  }

  #answered(probe: boolean): void {
    this.#answeredMs = performance.now();
    this.hasAnswered = true;
    // An answer to a call from before the breaker opened does not close it: slow is down.
    if (probe || !this.open) this.#failures = 0;
  }

  #failed(probe: boolean): void {
    if (this.open && !probe) return;
    this.#failures++;
    if (!this.open) return;
    this.#opensAgainMs = performance.now() + PAUSE_MS;
    if (probe) this.onProbeFailed(this.#failures - FAILURES);
  }
}
