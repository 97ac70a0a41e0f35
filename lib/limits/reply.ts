import { formatWindow, type Limit, limitId } from '../plans/limit';
import type { Decision, DenialCode, LimitState } from './decision';

/** Why a limit refused, as the script says it. */
const HELD = 0;
const TOO_LARGE = 3;
const NOT_IN_PLAN = 4;

/** Reads the script's integers. `head` is how many come before the limits' states. */
function states(reply: readonly number[], head: number, limits: readonly Limit[]): LimitState[] {
  return limits.map((limit, i) => {
    const [used = 0, reserved = 0, reset = 0] = reply.slice(head + 3 * i, head + 3 * i + 3);
    const remaining = limit.capacity === null ? null : Math.max(0, limit.capacity - used - reserved);
    return { limit, id: limitId(limit), used, reserved, remaining, resetAtMs: reset > 0 ? reset : null };
  });
}

/** The decision in a script's answer whose first number is 1 (admitted) or 0 (denied). */
export function readDecision(id: string, reply: readonly number[], limits: readonly Limit[]): Decision {
  const atMs = reply[1] ?? 0;
  if (reply[0] === 1) {
    const granted = reply[2] ?? -1;
    return {
      admitted: true,
      id,
      atMs,
      granted: granted < 0 ? null : granted,
      limits: states(reply, 3, limits),
      source: 'redis',
    };
  }
  const [, , index = 1, why = 1, retry = -1] = reply;
  const after = states(reply, 5, limits);
  const by = after[index - 1];
  if (!by) throw new Error(`the store refused by limit ${index} of ${limits.length}`);
  const retryAfterMs = retry < 0 ? null : retry;
  return {
    admitted: false,
    id,
    atMs,
    code: denialCode(by.limit, why),
    by,
    retryAfterMs,
    limits: after,
    source: 'redis',
  };
}

/** The published code for a refusal by this limit (contracts.md, "Codes"). */
export function denialCode(limit: Limit, why: number): DenialCode {
  // A key's own budget of 0 is money that is spent, not something its plan lacks.
  if (why === NOT_IN_PLAN && !(limit.metric === 'cost' && limit.setBy === 'key')) return 'not_in_plan';
  if (limit.metric === 'cost') return why === HELD ? 'budget_reserved' : 'budget_exceeded';
  if (limit.metric === 'bytes') return 'storage_full';
  if (why === TOO_LARGE) return 'request_too_large';
  if (limit.window.kind === 'concurrent') return 'concurrency_limit_exceeded';
  // What open requests hold comes back when they end, within the minute: a rate, not a spent quota.
  if (why === HELD) return 'rate_limit_exceeded';
  return /^(month|lifetime)/.test(formatWindow(limit.window)) ? 'quota_exceeded' : 'rate_limit_exceeded';
}
