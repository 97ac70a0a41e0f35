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

/** One that is renewed, as `add` handed it out. */
export interface Renewed<T> {
  readonly it: T;
  renewedMs: number;
  busy: boolean;
  /** Where it stands among all; −1: removed. */
  place: number;
}

/**
 * Everything that runs in this process and is renewed every 10 s, by one timer which stops when nothing runs.
 * In an array, not in a Map: of one that is filled and emptied all the time V8 links the outgrown tables, with what
 * stood in them, and young collections copy it all, several ms at a time, as if it were in use.
 */
export class Renewals<T extends Renewable> {
  readonly #entries: Renewed<T>[] = [];
  #timer: NodeJS.Timeout | null = null;

  add(it: T): Renewed<T> {
    const entry = { it, renewedMs: performance.now(), busy: false, place: this.#entries.length };
    this.#entries.push(entry);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
    return entry;
  }

  /** Once more does nothing. */
  remove(entry: Renewed<T>): void {
    const last = this.#entries.at(-1);
    if (entry.place < 0 || !last) return;
    this.#entries[entry.place] = last;
    last.place = entry.place;
    this.#entries.pop();
    entry.place = -1;
  }

  /** False from 20 s after the last renewal on, and for what has been removed. */
  isCurrent({ place, renewedMs }: Renewed<T>): boolean {
    return place >= 0 && performance.now() - renewedMs <= STALE_MS;
  }

  get size(): number {
    return this.#entries.length;
  }

  values(): T[] {
    return this.#entries.map(({ it }) => it);
  }

  #tick(): void {
    if (this.#entries.length === 0 && this.#timer) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    const nowMs = performance.now();
    // Of a copy: what expires may be removed at once.
    for (const entry of [...this.#entries]) {
      const sinceMs = nowMs - entry.renewedMs;
      if (sinceMs > STALE_MS) entry.it.expire();
      else if (sinceMs >= RENEW_MS && !entry.busy) void this.#renew(entry, nowMs);
    }
  }

  async #renew(entry: Renewed<T>, askedMs: number): Promise<void> {
    entry.busy = true;
    // From when it was asked: the store may have written it that early.
    if (await entry.it.renew()) entry.renewedMs = askedMs;
    entry.busy = false;
  }
}
