import { StoreTrouble } from './trouble';

interface Waiting {
  endsMs: number;
  /** null: the call is over */
  late: ((error: StoreTrouble) => void) | null;
}

/**
 * Gives up on calls that take longer than `ms`. All share one timer: a timer for each call would cost the
 * fast lane more than its decision. Calls end in the order in which they began, so the oldest sets the timer.
 */
export class Deadline {
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(readonly ms: number) {}

  /** The call's own end, or StoreTrouble `late`. What a late call still brings is dropped. */
  within<T>(call: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { endsMs: performance.now() + this.ms, late: reject };
      call.then(
        (value) => {
          waiting.late = null;
          resolve(value);
        },
        (error: unknown) => {
          waiting.late = null;
          reject(error);
        },
      );
      this.#waiting.push(waiting);
      if (!this.#timer) this.#arm(this.ms);
    });
  }

  #arm(inMs: number): void {
    // After a pause of our own (a busy loop, a long collection), answers that lie in the socket are read
    // before anybody is called late: immediates run after I/O, timers before it.
    this.#timer = setTimeout(() => setImmediate(() => this.#sweep()), Math.max(1, Math.ceil(inMs)));
    this.#timer.unref();
  }

  #sweep(): void {
    this.#timer = null;
    const now = performance.now();
    let ended = 0;
    let next: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (waiting.late && waiting.endsMs > now) {
        next = waiting;
        break;
      }
      waiting.late?.(new StoreTrouble('late', `the store did not answer within ${this.ms} ms`));
      ended++;
    }
    this.#waiting = this.#waiting.slice(ended);
    if (next) this.#arm(next.endsMs - now);
  }
}
