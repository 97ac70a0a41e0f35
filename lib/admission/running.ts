import { AppError } from '../errors';
import type { Caller } from '../limits/call';
import type { DenialCode, Once } from '../limits/decision';
import type { Outdated, Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import { type Held, reservationOf } from '../limits/orders';
import { log } from '../log';
import type { Limit } from '../plans/limit';
import { processState } from '../process-state';
import { engine } from './engine';
import type { Identified } from './identified';
import { type Renewable, Renewals, type Renewed } from './renewals';
import type { Followed, Growth, RunningWork } from './work';

const STOPPED = 'so it was stopped. What arrived is charged.';
const LOST = new AppError(
  'quota_unavailable',
  `This request could not be kept in its limits any longer, ${STOPPED}`,
);
const UNANSWERED = new AppError(
  'quota_unavailable',
  `The limits of this request cannot be checked right now, ${STOPPED} Try again shortly.`,
);

/** How often a policy may turn out stale before a renewal or a growth is given up. */
const ATTEMPTS = 4;

interface Begun extends Omit<Held, 'id' | 'caller' | 'once'> {
  reservation: Reservation;
  identified: Identified;
  /** Ends the work; the client is told why. */
  stop(reason: AppError): void;
  /** The refusal by a limit, as JSON in the words of the caller's contract. */
  refusalBy(limit: Limit, code: DenialCode): string;
}

/**
 * An admitted request while it runs. Its reservation is renewed, and grows, under the policy in force then:
 * work of a revoked key ends at its next renewal.
 */
class RunningRequest implements RunningWork, Held, Renewable {
  readonly id: string;
  caller: Caller;
  readonly claim: Held['claim'];
  granted: number | null;
  readonly admittedAtMs: number;
  readonly facts: EventFacts;
  readonly once?: Once;
  #followed: Followed | null = null;
  readonly #renewed: Renewed<RunningRequest>;

  constructor(readonly begun: Begun) {
    this.id = begun.reservation.id;
    this.caller = begun.reservation.caller;
    this.claim = begun.claim;
    this.granted = begun.granted;
    this.admittedAtMs = begun.admittedAtMs;
    this.facts = begun.facts;
    if (begun.reservation.once) this.once = begun.reservation.once;
    this.#renewed = running().add(this);
  }

  follow(work: Followed): void {
    this.#followed = work;
  }

  end(): void {
    running().remove(this.#renewed);
  }

  isCurrent(): boolean {
    if (running().isCurrent(this.#renewed)) return true;
    this.expire();
    return false;
  }

  expire(): void {
    this.begun.stop(LOST);
  }

  async renew(): Promise<boolean> {
    const progress = this.#followed?.progress() ?? null;
    const answer = await this.#underPolicy((reservation) => engine().renew(reservation, progress));
    if (answer === 'lost') this.expire();
    if (answer !== 'renewed') return false;
    this.#followed?.renewed();
    return true;
  }

  async grow(toUnits: number): Promise<Growth> {
    const answer = await this.#underPolicy((reservation) => engine().grow(reservation, toUnits));
    // Lost, or its shard is being rebuilt: the next renewal finds out which.
    if (answer === 'lost' || answer === 'unanswered') return { error: UNANSWERED };
    if (!answer.grown) return { refusal: this.begun.refusalBy(answer.by, answer.code) };
    this.granted = answer.granted;
    return { granted: answer.granted };
  }

  /**
   * Asks the store with the policy's newest revision. What the store forgot is put back once, which does
   * nothing to what it ended itself; what is refused for good ends the work.
   */
  async #underPolicy<T>(
    ask: (reservation: Reservation) => Promise<T | 'lost' | Outdated>,
  ): Promise<T | 'lost' | 'unanswered'> {
    const { reservation, identified, stop } = this.begun;
    let putBack = false;
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const answer = await ask({ ...reservation, caller: this.caller });
        if (isOutdated(answer)) this.caller = await identified.refresh();
        else if (answer !== 'lost' || putBack) return answer;
        else {
          await engine().adopt(reservationOf(this));
          putBack = true;
        }
      }
    } catch (error) {
      // A refused caller is refused for good; a store that does not answer may answer again.
      if (error instanceof AppError && error.status < 500) stop(error);
      else log().warn({ err: error, requestId: this.id }, 'a running request could not be renewed');
    }
    return 'unanswered';
  }
}

const isOutdated = (answer: unknown): answer is Outdated =>
  typeof answer === 'object' && answer !== null && 'outdated' in answer;

const running = () => processState('admission.running', () => new Renewals<RunningRequest>());

/** Begins to renew an admitted request. `end` it as soon as nothing more can be relayed. */
export function beginRunning(begun: Begun): RunningWork & Held & { end(): void } {
  return new RunningRequest(begun);
}

/** Stops a request's work now, where this process runs it: its reservation was taken from it. */
export function stopRunning(id: string): void {
  for (const request of running().values()) if (request.id === id) request.expire();
}

/** What this process is running, for putting back what a store has forgotten. */
export const runningRequests = (): readonly Held[] => running().values();

export const howManyRun = (): number => running().size;
