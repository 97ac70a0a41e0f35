import { AppError } from '../../errors';
import { FairOrder, WEIGHTS } from './fair-order';

/** A request's place at an upstream. */
export interface Place {
  /** Gives it back. Doing so twice does nothing. */
  leave(): void;
}

/** What became of the requests of one class. Those that found a place free have waited 0 ms. */
export interface ClassFigures {
  waiting: number;
  started: number;
  waitedMs: number;
  /** Turned away: the class's line was full, or it was not its turn in time. */
  full: number;
  late: number;
  /** Its client left the line. */
  left: number;
}

export interface LineOptions {
  /** How many may be at the upstream at once, as of now. */
  places(): number;
  /** How many of a class may wait. */
  mostWaiting: number;
  /** How long one waits at most. */
  longestMs: number;
}

interface Waiter {
  index: number;
  sinceMs: number;
  start(): void;
  refuse(reason: AppError): void;
  /** Sees whether what it waits for has changed. */
  look(): void;
}

/** How often those who wait are looked after: who is late, and whether there are more places by now. */
const LOOK_MS = 50;
/** How often one of them looks whether what they wait for has changed. */
const CHANGED_MS = 500;
/** When to come again: nobody knows, but a moment spreads those who were sent away. */
const AGAIN_MS = 2000;

const refusal = (why: string): AppError =>
  new AppError(
    'upstream_saturated',
    `The model provider is at its capacity, and ${why}. Nothing was charged. Try again in a few seconds.`,
    { retryAfterMs: AGAIN_MS },
  );

/**
 * The places at one upstream and the line for them. Never more requests have a place than `places()` said when
 * they got it; while anyone waits nobody overtakes: classes have turns by their weights, and inside a class
 * who came first is first.
 */
export class WaitingLine {
  readonly figures: ClassFigures[] = WEIGHTS.map(() => ({
    waiting: 0,
    started: 0,
    waitedMs: 0,
    full: 0,
    late: 0,
    left: 0,
  }));
  readonly #lines = WEIGHTS.map(() => new Set<Waiter>());
  readonly #order = new FairOrder();
  #taken = 0;
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;
  #changedMs = Number.NEGATIVE_INFINITY;

  constructor(readonly options: LineOptions) {}

  get taken(): number {
    return this.#taken;
  }

  /** A place at once, or null where all are taken. @param priority 1 (lowest) to 4 */
  take(priority: number): Place | null {
    if (this.#waiting > 0 || this.#taken >= this.options.places()) return null;
    return this.#start(indexOf(priority), 0);
  }

  /**
   * Waits for a place.
   * @param client aborts when the client leaves
   * @param look called now and then on one of those who wait: `places()` may be out of date by now
   * @throws AppError `upstream_saturated` where too many of the class wait, or it took too long
   */
  async wait(priority: number, client: AbortSignal, look = () => {}): Promise<Place> {
    const index = indexOf(priority);
    const line = this.#lineOf(index);
    const figures = this.#figuresOf(index);
    if (client.aborted) {
      figures.left += 1;
      throw refusal('its client left');
    }
    if (line.size >= this.options.mostWaiting) {
      figures.full += 1;
      throw refusal('too many requests wait for it already');
    }
    return new Promise<Place>((resolve, reject) => {
      const sinceMs = performance.now();
      const leave = () => {
        figures.left += 1;
        this.#remove(waiter);
        waiter.refuse(refusal('the client of this request left'));
      };
      const waiter: Waiter = {
        index,
        sinceMs,
        start: () => {
          client.removeEventListener('abort', leave);
          resolve(this.#start(index, performance.now() - sinceMs));
        },
        refuse: (reason) => {
          client.removeEventListener('abort', leave);
          reject(reason);
        },
        look,
      };
      client.addEventListener('abort', leave);
      if (line.size === 0) this.#order.begin(index);
      line.add(waiter);
      this.#waiting += 1;
      figures.waiting += 1;
      this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
    });
  }

  #start(index: number, waitedMs: number): Place {
    const figures = this.#figuresOf(index);
    figures.started += 1;
    figures.waitedMs += waitedMs;
    this.#taken += 1;
    let left = false;
    return {
      leave: () => {
        if (left) return;
        left = true;
        this.#taken -= 1;
        this.#fill();
      },
    };
  }

  /** Gives every free place to whose turn it is. */
  #fill(): void {
    while (this.#waiting > 0 && this.#taken < this.options.places()) {
      const index = this.#order.next((i) => this.#lineOf(i).size > 0);
      const [waiter] = this.#lineOf(index);
      if (!waiter) return;
      this.#remove(waiter);
      this.#order.started(index, this.#lineOf(index).size > 0);
      waiter.start();
    }
  }

  #look(): void {
    const sinceMs = performance.now() - this.options.longestMs;
    for (const line of this.#lines) {
      for (const waiter of line) {
        if (waiter.sinceMs > sinceMs) break; // who came later waits shorter
        this.#figuresOf(waiter.index).late += 1;
        this.#remove(waiter);
        waiter.refuse(refusal('it was not the turn of this request in time'));
      }
    }
    this.#fill();
    if (performance.now() - this.#changedMs < CHANGED_MS) return;
    this.#changedMs = performance.now();
    const [waiter] = this.#lines.find((line) => line.size > 0) ?? [];
    waiter?.look();
  }

  #remove(waiter: Waiter): void {
    this.#lineOf(waiter.index).delete(waiter);
    this.#figuresOf(waiter.index).waiting -= 1;
    this.#waiting -= 1;
    if (this.#waiting > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #lineOf(index: number): Set<Waiter> {
    return this.#lines[index] as Set<Waiter>;
  }

  #figuresOf(index: number): ClassFigures {
    return this.figures[index] as ClassFigures;
  }
}

const indexOf = (priority: number): number =>
  Math.min(WEIGHTS.length, Math.max(1, Math.floor(priority) || 1)) - 1;
