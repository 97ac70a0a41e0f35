import { type Limit, limitId } from '../../plans/limit';
import type { Claim, Denied, LimitState } from '../decision';
import { denialCode } from '../reply';
import { needOf } from './amounts';
import { goesByLastUse } from './seen';
import { CLOSED, type Share } from './share';

/** Why a limit refuses, as lib/limits/reply.ts reads it. */
const WHY = { held: 0, ends: 1, tooLarge: 3, notInPlan: 4 } as const;
/** When a lease ends nobody can know. */
const LEASE_WAIT_MS = 1000;

export interface Refusal {
  limit: Limit;
  why: number;
  /** null: it never ends by itself */
  retryAfterMs: number | null;
}

/** What no store is needed to know: a claim that never fits its plan. */
export function neverFits(limits: readonly Limit[], claim: Claim, minimum: number): Refusal | undefined {
  const limitless = Number.POSITIVE_INFINITY;
  const notInPlan = limits.find(({ capacity }) => capacity === 0);
  if (notInPlan) return { limit: notInPlan, why: WHY.notInPlan, retryAfterMs: null };
  const tooLarge = limits.find((limit) => needOf(claim, limit, minimum) > (limit.capacity ?? limitless));
  return tooLarge && { limit: tooLarge, why: WHY.tooLarge, retryAfterMs: null };
}

/** Whether a share leaves so much. `closed`: it may be in the plan, and cannot be given without the store. */
export function refusalOf(share: Share, need: number, nowMs: number): Refusal | typeof CLOSED | null {
  const { limit, uses, most } = share;
  const over = uses.total(nowMs) + need - most;
  if (over <= 0) return null;
  if (need > most || goesByLastUse(limit)) return CLOSED;
  if (limit.window.kind === 'concurrent') return { limit, why: WHY.held, retryAfterMs: LEASE_WAIT_MS };
  return { limit, why: WHY.ends, retryAfterMs: uses.waitMs(over, nowMs) };
}

/** The refusal as a decision: `limits` as they stand, the one that refused with when it eases. */
export function denialOf(id: string, refusal: Refusal, limits: LimitState[], nowMs: number): Denied {
  const { limit, why, retryAfterMs } = refusal;
  const resetAtMs = retryAfterMs === null ? null : nowMs + retryAfterMs;
  const states = limits.map((state) => (state.limit === limit ? { ...state, resetAtMs } : state));
  const by = states.find((state) => state.limit === limit);
  if (!by) throw new Error(`a limit refused that does not concern the claim: ${limitId(limit)}`);
  return {
    admitted: false,
    id,
    atMs: nowMs,
    code: denialCode(limit, why),
    by,
    retryAfterMs,
    limits: states,
    source: 'local',
  };
}
