import { type Limit, limitId } from '../../plans/limit';
import type { Caller } from '../call';
import type { LimitState } from '../decision';

const DAY_MS = 86_400_000;
const MOST = 50_000;

/**
 * Whether a limit that goes on without the store does so by what the store last said (a day and more), and
 * not by a share alone: over so long a time, twice its capacity would be too much.
 */
export const goesByLastUse = ({ window, whenDown, capacity }: Limit): boolean =>
  whenDown === 'local' &&
  capacity !== null &&
  window.kind !== 'concurrent' &&
  !(window.kind === 'rolling' && window.windowMs < DAY_MS);

interface LastUse {
  used: number;
  resetAtMs: number | null;
  rolling: boolean;
}

/** What the store last said about such limits. */
export class LastUses {
  #uses = new Map<string, LastUse>();

  saw(caller: Caller, states: readonly LimitState[]): void {
    for (const { limit, used, reserved, resetAtMs } of states) {
      if (!goesByLastUse(limit)) continue;
      const key = keyOf(caller, limit);
      this.#uses.delete(key);
      this.#uses.set(key, { used: used + reserved, resetAtMs, rolling: limit.window.kind === 'rolling' });
      if (this.#uses.size > MOST) this.#uses.delete(this.#uses.keys().next().value ?? key);
    }
  }

  /** What was used of the limit when the store last answered; null: nobody knows. */
  of(caller: Caller, limit: Limit, nowMs: number): number | null {
    const last = this.#uses.get(keyOf(caller, limit));
    if (!last) return null;
    // A calendar period that has ended begins anew; of a rolling one only a part has.
    const ended = !last.rolling && last.resetAtMs !== null && last.resetAtMs <= nowMs;
    return ended ? 0 : last.used;
  }
}

const keyOf = (caller: Caller, limit: Limit) => `${caller.subjects[limit.scope]} ${limitId(limit)}`;
