import { type Limit, limitId } from '../../plans/limit';
import { periodsAt } from '../../plans/period';
import type { LimitState } from '../decision';
import { goesByLastUse } from './seen';
import type { Uses } from './uses';

/** What this process may go on with of one limit. */
export interface Share {
  limit: Limit;
  uses: Uses;
  /** How much it may count at a time. */
  most: number;
  /** What the store said was used, where the limit goes by that. */
  used: number;
}

/** A limit that needs no counting here: unlimited, or open without the store. */
export type Part = Share | { limit: Limit; uses: null };

export const CLOSED = 'closed';

/**
 * What each kind of limit does without the store.
 * @param used what the store last said was used; null: nobody knows
 */
export function partOf(
  limit: Limit,
  uses: Uses,
  instances: number,
  used: number | null,
): Part | typeof CLOSED {
  const { capacity, whenDown } = limit;
  if (capacity === null || whenDown === 'open') return { limit, uses: null };
  if (whenDown === CLOSED) return CLOSED;
  if (!goesByLastUse(limit)) return { limit, uses, most: Math.floor(capacity / instances), used: 0 };
  if (used === null) return CLOSED;
  // Closed from 90 %: the rest is for what others use that nobody here hears of.
  const left = capacity - Math.ceil(capacity / 10) - used;
  return { limit, uses, most: Math.floor(Math.max(0, left) / instances), used };
}

/** When a use of now stops to count by itself: never, for a lease that is renewed. */
export function endsMs({ window }: Limit, nowMs: number, leaseMs = Number.POSITIVE_INFINITY): number {
  if (window.kind === 'concurrent') return nowMs + leaseMs;
  if (window.kind === 'rolling') return nowMs + window.windowMs;
  return window.kind === 'calendar' ? periodsAt(window, nowMs)[0].endMs : Number.POSITIVE_INFINITY;
}

/** The limit as headers show it: what is left is left of the share. */
export function stateOf(part: Part, nowMs: number): LimitState {
  const { limit } = part;
  const id = limitId(limit);
  if (!part.uses) return { limit, id, used: 0, reserved: 0, remaining: limit.capacity, resetAtMs: null };
  const total = part.uses.total(nowMs);
  return {
    limit,
    id,
    used: part.used + total,
    reserved: 0,
    remaining: Math.max(0, part.most - total),
    resetAtMs: limit.window.kind === 'concurrent' ? null : part.uses.oldestEndsMs(),
  };
}
