import { formatWindow, type Limit, limitId } from '../plans/limit';
import { periodsAt } from '../plans/period';
import { isReserved } from './counter';
import type { Decision, DenialCode, LimitState } from './decision';

/** Why a limit refused, as the script says it. */
const HELD = 0;
const TOO_LARGE = 3;
const NOT_IN_PLAN = 4;

const ids = new WeakMap<Limit, string>();

/** `limitId`, remembered by the limit. */
function idOf(limit: Limit): string {
  let id = ids.get(limit);
  if (!id) {
    id = limitId(limit);
    ids.set(limit, id);
  }
  return id;
}

/** Reads the limits' states from the script's integers (lua/decide.ts), which begin at `from`. */
function states(
  reply: readonly number[],
  from: number,
  limits: readonly Limit[],
  atMs: number,
): LimitState[] {
  let at = from;
  return limits.map((limit) => {
    const total = reply[at++] ?? 0;
    const reserved = isReserved(limit.metric) ? (reply[at++] ?? 0) : 0;
    let resetAtMs: number | null = null;
    if (limit.window.kind === 'rolling') resetAtMs = reply[at++] || null;
    else if (limit.window.kind === 'calendar') resetAtMs = periodEndMs(limit.window, atMs);
    const remaining = limit.capacity === null ? null : Math.max(0, limit.capacity - total);
    return { limit, id: idOf(limit), used: total - reserved, reserved, remaining, resetAtMs };
  });
}

type Calendar = Extract<Limit['window'], { kind: 'calendar' }>;
const periodEnds = new WeakMap<Calendar, { startMs: number; endMs: number }>();

function periodEndMs(window: Calendar, atMs: number): number {
  let period = periodEnds.get(window);
  if (!period || atMs < period.startMs || atMs >= period.endMs) {
    [period] = periodsAt(window, atMs);
    periodEnds.set(window, period);
  }
  return period.endMs;
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
      limits: states(reply, 3, limits, atMs),
      source: 'redis',
    };
  }
  const [, , index = 1, why = 1, retry = -1] = reply;
  const after = states(reply, 5, limits, atMs);
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

/** The published code for a refusal by this limit, as lib/errors.ts lists them. */
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
