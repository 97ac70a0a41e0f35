import { expect, it } from 'vitest';
import { type Limit, type Metric, parseWindow } from '../../plans/limit';
import { defaultWhenDown } from '../../plans/when-down';
import type { Caller } from '../call';
import type { Claim, LimitState } from '../decision';
import { LocalLimits } from './local';

const limit = (metric: Metric, window: string, capacity: number | null): Limit => {
  const known = { metric, resource: '', scope: 'key', window: parseWindow(window), capacity } as const;
  return { ...known, ceiling: null, whenDown: defaultWhenDown(known), setBy: 'plan' };
};
const rpm = (capacity: number) => limit('requests', 'rolling 60000', capacity);
const ONE: Claim = { resource: 'chat', amounts: { requests: { base: 1 } } };
const NOW_MS = Date.UTC(2026, 0, 15, 12);

/** One caller's requests under these limits, at instants of a test's own. */
function atHome(limits: Limit[], instances = 1) {
  const local = new LocalLimits(() => instances);
  const subjects = { key: 'k', user: 'u', workspace: 'w' };
  const caller: Caller = { workspaceId: 'w', catalogId: 'c', rev: 1, catalogRev: 1, subjects, limits };
  let ids = 0;
  return {
    local,
    saw: (used: number, resetAtMs: number | null) =>
      local.lastUses.saw(
        caller,
        limits.map((l): LimitState => ({ limit: l, id: '', used, reserved: 0, remaining: null, resetAtMs })),
      ),
    ask: (nowMs = NOW_MS, claim = ONE, id = `${++ids}`, leaseMs?: number) =>
      local.decide({ id, caller, claim, limits, nowMs, ...(leaseMs && { leaseMs }) }),
  };
}
const admitted = (answers: ReturnType<LocalLimits['decide']>[]) =>
  answers.filter((answer) => answer !== 'closed' && answer.admitted).length;
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

it.each([
  [60, 1, 60],
  [60, 3, 20],
  [10, 3, 3],
])('of %i a minute on %i instances each admits %i, in any window', (capacity, instances, share) => {
  const { ask } = atHome([rpm(capacity)], instances);
  expect(admitted(times(100, (i) => ask(NOW_MS + i)))).toBe(share);
  expect(admitted([ask(NOW_MS + 59_999)])).toBe(0);
  expect(admitted(times(100, () => ask(NOW_MS + 60_000 + share - 1)))).toBe(share);
});

it('a refusal says when its share eases, and the millisecond before is refused', () => {
  const { ask } = atHome([rpm(1)]);
  ask(NOW_MS);
  const refused = ask(NOW_MS + 10_000);
  expect(refused).toMatchObject({
    admitted: false,
    code: 'rate_limit_exceeded',
    retryAfterMs: 50_000,
    source: 'local',
    by: { remaining: 0, resetAtMs: NOW_MS + 60_000 },
  });
  expect(admitted([ask(NOW_MS + 59_999)])).toBe(0);
  expect(admitted([ask(NOW_MS + 60_000)])).toBe(1);
});

it.each<[string, Limit]>([
  ['a budget', limit('cost', 'lifetime', 1_000_000)],
  ['a monthly quota', limit('requests', 'month UTC 1', 100)],
  ['storage', limit('bytes', 'standing', 1000)],
  ['a daily quota of which nobody knows the use', limit('requests', 'day UTC', 100)],
  ['a share of less than one', rpm(1)],
])('%s is closed without the store, never a refusal by the limit', (_name, closed) => {
  const { ask } = atHome([rpm(60), closed], 2);
  const claim: Claim = {
    resource: 'chat',
    amounts: { requests: { base: 1 }, cost: { base: 5 }, bytes: { base: 5 } },
  };
  expect(ask(NOW_MS, claim)).toBe('closed');
});

it.each([
  [89, 1],
  [90, 0],
  [50, 40],
])('a day of 100 of which %i are used goes on for %i, then closes at 90 %%', (used, more) => {
  const { ask, saw } = atHome([limit('requests', 'day UTC', 100)]);
  saw(used, Date.UTC(2026, 0, 16));
  const answers = times(60, () => ask());
  expect([admitted(answers), answers.filter((answer) => answer === 'closed').length]).toEqual([
    more,
    60 - more,
  ]);
  expect(admitted(times(200, () => ask(Date.UTC(2026, 0, 16))))).toBe(90);
});

it('a rolling day is kept like a day', () => {
  const { ask, saw } = atHome([limit('requests', 'rolling 86400000', 100)], 2);
  expect(ask()).toBe('closed');
  saw(70, NOW_MS + 1000);
  expect(admitted(times(50, () => ask(NOW_MS + 2000)))).toBe(10);
});

it('unlimited is open', () => {
  const { ask } = atHome([limit('requests', 'month UTC 1', null)]);
  expect(admitted(times(1000, () => ask()))).toBe(1000);
});

it('what is not in the plan, or never fits it, is told without the store', () => {
  expect(atHome([limit('requests', 'month UTC 1', 0)]).ask()).toMatchObject({ code: 'not_in_plan' });
  const five: Claim = { resource: 'chat', amounts: { tokens: { base: 101 } } };
  expect(atHome([limit('tokens', 'rolling 60000', 100)]).ask(NOW_MS, five)).toMatchObject({
    code: 'request_too_large',
    retryAfterMs: null,
  });
});

it('leases are a share of their own and free when their request ends, once', () => {
  const { ask, local } = atHome([limit('requests', 'concurrent', 4)], 2);
  expect(admitted(times(5, () => ask()))).toBe(2);
  expect(ask()).toMatchObject({ code: 'concurrency_limit_exceeded', retryAfterMs: 1000 });
  local.settle('1', {});
  local.settle('1', {});
  const many: Claim = { resource: 'chat', amounts: { requests: { base: 9 } } };
  expect(admitted(times(5, () => ask(NOW_MS + 86_400_000, many)))).toBe(1);
});

it('a lease that nobody renews is free when it ends, whoever settles it and whatever was leased before', () => {
  const { ask } = atHome([limit('requests', 'concurrent', 3)]);
  const lasting = (leaseMs?: number) => ask(NOW_MS, ONE, undefined, leaseMs);
  expect(admitted([lasting(), lasting(60_000), lasting(10_000), lasting(10_000)])).toBe(3);
  expect(ask(NOW_MS + 9_999)).toMatchObject({ code: 'concurrency_limit_exceeded' });
  expect(admitted(times(3, () => ask(NOW_MS + 10_000, ONE, undefined, 5000)))).toBe(1);
  expect(admitted(times(3, () => ask(NOW_MS + 60_000)))).toBe(2);
});

it('grants what the share leaves, and settling gives back what was not used', () => {
  const { ask, local } = atHome([limit('tokens', 'rolling 60000', 100)]);
  const claim: Claim = {
    resource: 'chat',
    amounts: { tokens: { base: 10, per: 2 } },
    units: { minimum: 1, wish: 1000 },
  };
  expect(ask(NOW_MS, claim, 'a')).toMatchObject({ granted: 45 });
  expect(admitted([ask(NOW_MS, claim)])).toBe(0);
  local.settle('a', { tokens: 37 });
  expect(ask(NOW_MS, claim, 'b')).toMatchObject({ granted: 26, limits: [{ used: 99, remaining: 1 }] });
});

it('all or nothing: a refusal by one limit uses nothing of the others', () => {
  const tokens = limit('tokens', 'rolling 60000', 10);
  const { ask } = atHome([rpm(2), tokens]);
  const both = (base: number): Claim => ({
    resource: 'chat',
    amounts: { requests: { base: 1 }, tokens: { base } },
  });
  expect(admitted([ask(NOW_MS, both(8))])).toBe(1);
  expect(admitted(times(5, () => ask(NOW_MS, both(8))))).toBe(0);
  expect(admitted([ask(NOW_MS, both(2))])).toBe(1);
});
