import type { Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import { type Held, plainOrder, type SettleOrder } from '../limits/orders';
import { type Keepable, keep } from './kept-answer';
import { putAway } from './long-answer';
import type { HeldPlace } from './places/held-place';
import { settleReliably } from './settle';
import { whileSettling } from './settling';
import type { Outcome, WholeAnswer } from './work';

/** How an admitted request ends, whichever way it does: it stands aside at once, then what it used is settled. */
export class Ending {
  /** Resolves once it is settled. */
  readonly settled: Promise<void>;
  #settledNow: () => void = () => undefined;
  #ordered = false;
  readonly #startedMs = performance.now();

  constructor(
    private readonly running: Held & { end(): void },
    private readonly place: HeldPlace,
    private readonly facts: EventFacts,
    private readonly reservation: Reservation,
  ) {
    this.settled = new Promise((resolve) => {
      this.#settledNow = resolve;
    });
  }

  /** The order that settles it as ended so, for work that writes it with its effect. */
  orderOf(answer: WholeAnswer, { actual, ...outcome }: Outcome): SettleOrder {
    this.#ordered = true;
    const ended = this.#ended(outcome, answer.status);
    const kept = this.reservation.once && { answer: keep(answer, outcome.outcome) };
    return plainOrder({ ...this.running, actual, ended, ...kept });
  }

  /** Its lease is renewed no more and its place is another's: all there is to do where the reaper settles it. */
  standAside(): void {
    this.running.end();
    this.place.leave();
  }

  /** @param answer what a repetition under its Idempotency-Key will hear */
  async settle(answer: Keepable, { actual, ...outcome }: Outcome): Promise<void> {
    this.standAside();
    await whileSettling(async () => {
      const { once, call } = this.reservation;
      const kept = once && (await putAway({ shard: call.shard, once }, keep(answer, outcome.outcome)));
      await settleReliably(this.running, actual, this.#ended(outcome, answer.status), kept, this.#ordered);
    });
    this.#settledNow();
  }

  /** Not `{ ...facts, ...outcome }`: V8 makes a slow object of two spreads, which is copied about long after its request. */
  #ended(outcome: Omit<Outcome, 'actual'>, status: number): EventFacts {
    const durationMs = Math.round(performance.now() - this.#startedMs);
    return Object.assign({}, this.facts, outcome, { status, durationMs });
  }
}
