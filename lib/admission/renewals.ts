/** What is renewed while it runs. Neither method rejects or throws. */
export interface Renewable {
  id: string;
  renew(): Promise<boolean>;
  /** Ends what could not be renewed for too long. */
  expire(): void;
}

const RENEW_MS = 10_000;
/** What was last renewed longer ago must stop: its lease may soon be another's. */
const STALE_MS = 20_000;
/** One timer for all that runs. A renewal that failed is tried again at the next tick. */
const TICK_MS = 1_000;

interface Entry<T> {
  it: T;
  renewedMs: number;
  busy: boolean;
}

/** Everything that runs in this process and is renewed every 10 s, by one timer which stops when nothing runs. */
export class Renewals<T extends Renewable> {
  readonly #entries = new Map<string, Entry<T>>();
  #timer: NodeJS.Timeout | null = null;

  add(it: T): void {
    this.#entries.set(it.id, { it, renewedMs: performance.now(), busy: false });
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  remove(id: string): void {
    this.#entries.delete(id);
  }

  /** False from 20 s after the last renewal on, and for what has been removed. */
  isCurrent(id: string): boolean {
    const entry = this.#entries.get(id);
    return entry !== undefined && performance.now() - entry.renewedMs <= STALE_MS;
  }

  *values(): Iterable<T> {
    for (const { it } of this.#entries.values()) yield it;
  }

  #tick(): void {
    if (this.#entries.size === 0 && this.#timer) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    const nowMs = performance.now();
    for (const entry of this.#entries.values()) {
      const sinceMs = nowMs - entry.renewedMs;
      if (sinceMs > STALE_MS) entry.it.expire();
      else if (sinceMs >= RENEW_MS && !entry.busy) void this.#renew(entry, nowMs);
    }
  }

  async #renew(entry: Entry<T>, askedMs: number): Promise<void> {
    entry.busy = true;
    // From when it was asked: the store may have written it that early.
    if (await entry.it.renew()) entry.renewedMs = askedMs;
    entry.busy = false;
  }
}
