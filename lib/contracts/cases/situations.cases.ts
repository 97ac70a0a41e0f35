import type { DenialCode, Denied, LimitState } from '../../limits/decision';
import type { Limit } from '../../plans/limit';
import { limitId } from '../../plans/limit';
import type { ContractView } from '../contract';

/** Builders for the table of cases: a policy that has every kind of limit, at the pages' own instant. */

/** 12 s before the reset on the priority page, 1709251200 (2024-03-01T00:00:00Z). */
export const AT_MS = 1_709_251_188_000;
export const REQUEST_ID = '018df8a0-0000-7000-8000-000000000001';

export const MONTH_END_MS = Date.UTC(2024, 3, 1);

type Window = Limit['window'];
const MINUTE: Window = { kind: 'rolling', windowMs: 60_000 };
const MONTH: Window = { kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 1 };

function state(
  metric: Limit['metric'],
  scope: Limit['scope'],
  window: Window,
  capacity: number | null,
  used: number,
  resetAtMs: number | null,
  reserved = 0,
  resource = '',
): LimitState {
  const limit: Limit = {
    metric,
    resource,
    scope,
    window,
    capacity,
    ceiling: null,
    whenDown: 'closed',
    setBy: 'plan',
  };
  const remaining = capacity === null ? null : Math.max(0, capacity - used - reserved);
  return { limit, id: limitId(limit), used, reserved, remaining, resetAtMs };
}

export const rpm = (capacity: number | null, used: number, resetAtMs: number | null = AT_MS + 12_000) =>
  state('requests', 'key', MINUTE, capacity, used, used === 0 ? null : resetAtMs);
export const tpm = (used: number, resetAtMs = AT_MS + 6_500) =>
  state('tokens', 'key', MINUTE, 200_000, used, used === 0 ? null : resetAtMs);
/** ajstudioz: tokens of any 24 hours; the earliest of them leave in 6 h. */
export const tokensPerDay = (used: number) =>
  state('tokens', 'key', { kind: 'rolling', windowMs: 86_400_000 }, 100_000, used, AT_MS + 21_600_000);
/** A day in UTC that began 5 h before its end. */
export const perDay = (used: number) =>
  state(
    'requests',
    'key',
    { kind: 'calendar', unit: 'day', zone: 'UTC', anchorDay: 1 },
    10_000,
    used,
    AT_MS + 18_000_000,
  );
export const perMonth = (used: number) => state('requests', 'workspace', MONTH, 10_000, used, MONTH_END_MS);
/** What a workspace may use of something in a month: AIOnVision's messages and descriptions, Enterprise tokens. */
export const ofMonth = (metric: Limit['metric'], capacity: number) =>
  state(metric, 'workspace', MONTH, capacity, capacity, MONTH_END_MS);
/** A workspace's uploads at a time. */
export const uploads = () =>
  state('requests', 'workspace', { kind: 'concurrent' }, 20, 0, null, 20, 'uploads');
/** Pictures a minute, beside all requests a minute. */
export const images = (used: number, capacity = 5) =>
  state('requests', 'key', MINUTE, capacity, used, used === 0 ? null : AT_MS + 30_000, 0, 'images');
/** Money of a month: a key's own, or a browser session's. */
export const budgetOfMonth = (usedMicros: number) =>
  state('cost', 'key', MONTH, 5_000_000, usedMicros, MONTH_END_MS);
export const concurrent = (held: number) =>
  state('requests', 'user', { kind: 'concurrent' }, 5, 0, null, held);
export const budget = (usedMicros: number, reservedMicros = 0, capacity = 12_500_000) =>
  state('cost', 'key', { kind: 'lifetime' }, capacity, usedMicros, null, reservedMicros);
export const stored = () =>
  state('bytes', 'workspace', { kind: 'standing' }, 1_073_741_824, 1_073_741_824, null);

export const keyView = (limits: LimitState[], more: Partial<ContractView> = {}): ContractView => ({
  requestId: REQUEST_ID,
  atMs: AT_MS,
  resource: 'chat',
  limits,
  principal: 'key',
  priority: 2,
  currency: 'INR',
  source: 'redis',
  docsUrl: 'http://127.0.0.1:3000/docs/rate-limits/x',
  problem: false,
  ...more,
});

/** A caller without a usable key. */
export const strangerView = (): ContractView =>
  keyView([], { principal: null, priority: null, source: null, resource: '' });

export const denial = (
  code: DenialCode,
  by: LimitState,
  retryAfterMs: number | null,
  limits: LimitState[],
): Denied => ({
  admitted: false,
  id: REQUEST_ID,
  atMs: AT_MS,
  code,
  by,
  retryAfterMs,
  limits,
  source: 'redis',
});
