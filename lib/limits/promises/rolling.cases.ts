import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limit, Metric } from '../../plans/limit';
import { holdsForAll } from '../../testing/proof';
import { claimOf, decideIn, limitsIn, NOON, rollingWindow, twoKeys, type World } from '../../testing/world';
import type { Decision } from '../decision';

/** One call: time passes (it may run back), one of two keys asks, and later perhaps uses less than it held. */
interface Call {
  afterMs: number;
  key: 0 | 1;
  amounts: Record<'requests' | 'tokens' | 'cost' | 'messages', number>;
  /** Percent of what was held; null: it runs on */
  usesShare: number | null;
}

const afterMs = fc.oneof(
  { weight: 6, arbitrary: fc.nat(40) },
  { weight: 3, arbitrary: fc.nat(1500) },
  { weight: 2, arbitrary: fc.nat(70_000) },
  { weight: 2, arbitrary: fc.constantFrom(16, 17, 18, 116, 117, 999, 1000, 1001, 59_999, 60_000, 61_000) },
  { weight: 1, arbitrary: fc.integer({ min: -5000, max: -1 }) },
);
const call: fc.Arbitrary<Call> = fc.record({
  afterMs,
  key: fc.constantFrom(0, 1),
  amounts: fc.record({
    requests: fc.constant(1),
    tokens: fc.nat(300),
    cost: fc.nat(300),
    messages: fc.nat(1),
  }),
  usesShare: fc.option(fc.nat(100)),
});
const traffic = fc.record({
  limits: limitsIn(rollingWindow),
  calls: fc.array(call, { minLength: 10, maxLength: 40 }),
});

/** What one admitted call counts for, and when. */
interface Use {
  atMs: number;
  subjects: Record<Limit['scope'], string>;
  amounts: Partial<Record<Metric, number>>;
}

/** Sums again what a limit's subject used or holds, younger than `age` (in 60ths of the window). */
function usedWithin(
  uses: Use[],
  { metric, scope, window }: Limit,
  of: Use['subjects'],
  now: number,
  age: number,
) {
  const windowMs = window.kind === 'rolling' ? window.windowMs : 0;
  return uses
    .filter((use) => use.subjects[scope] === of[scope] && (now - use.atMs) * 60 < windowMs * age)
    .reduce((sum, use) => sum + (use.amounts[metric] ?? 0), 0);
}

type Judge = (
  decision: Decision,
  uses: Use[],
  asked: Call,
  subjects: Use['subjects'],
  limits: Limit[],
) => void;

async function send(world: World, { limits, calls }: { limits: Limit[]; calls: Call[] }, judge: Judge) {
  const keys = await twoKeys(limits);
  const uses: Use[] = [];
  let now = NOON;
  for (const asked of calls) {
    now += asked.afterMs;
    const who = keys[asked.key];
    const { subjects } = who.caller;
    const decision = await decideIn(world, who, claimOf(asked.amounts), now);
    judge(decision, uses, asked, subjects, limits);
    if (!decision.admitted) continue;
    const use: Use = { atMs: decision.atMs, subjects, amounts: { ...asked.amounts } };
    uses.push(use);
    if (asked.usesShare === null) continue;
    const part = (amount: number) => Math.floor((amount * (asked.usesShare ?? 0)) / 100);
    const actual = { tokens: part(asked.amounts.tokens), cost: part(asked.amounts.cost) };
    await world.engine.settle(decision.reservation, actual, who.facts, now);
    Object.assign(use.amounts, actual);
  }
}

export function rollingPromises(world: World, runs: number): void {
  it('2 never over: in any rolling window, what is held or used is at most the capacity', () =>
    holdsForAll(`promise 2 (never over), ${world.name}`, traffic, runs, (sent) =>
      send(world, sent, (decision, uses, asked, subjects, limits) => {
        if (!decision.admitted) return;
        for (const l of limits) {
          const claimed = asked.amounts[l.metric as keyof Call['amounts']];
          if (l.capacity === null || claimed === 0) continue;
          const total = usedWithin(uses, l, subjects, decision.atMs, 60) + claimed;
          if (total > l.capacity) throw new Error(`${total} of ${l.capacity} in ${JSON.stringify(l.window)}`);
        }
      }),
    ));

  it('3 hardly under: who is denied would exceed the capacity within 61/60 of the window', () =>
    holdsForAll(`promise 3 (hardly under), ${world.name}`, traffic, runs, (sent) =>
      send(world, sent, (decision, uses, asked, subjects) => {
        if (decision.admitted) return;
        const by = decision.by.limit;
        const claimed = asked.amounts[by.metric as keyof Call['amounts']];
        const total = usedWithin(uses, by, subjects, decision.atMs, 61) + claimed;
        if (by.capacity === null || total <= by.capacity)
          throw new Error(`denied at ${total} of ${by.capacity} in ${JSON.stringify(by.window)}`);
      }),
    ));

  it('4 honest Retry-After: admitted after it, refused a millisecond earlier', () =>
    holdsForAll(`promise 4 (Retry-After), ${world.name}`, traffic, runs, async ({ limits, calls }) => {
      const [who] = await twoKeys(limits);
      let now = NOON;
      for (const asked of calls) {
        now += Math.max(0, asked.afterMs);
        const claim = claimOf(asked.amounts);
        const decision = await decideIn(world, who, claim, now);
        // Settled at once: nothing is held that might come back earlier.
        if (decision.admitted) await world.engine.settle(decision.reservation, {}, who.facts, now);
        if (decision.admitted || decision.retryAfterMs === null) continue;
        const { retryAfterMs } = decision;
        const earlier = await decideIn(world, who, claim, now + retryAfterMs - 1);
        expect(earlier.admitted).toBe(false);
        expect((await decideIn(world, who, claim, now + retryAfterMs)).admitted).toBe(true);
        now += retryAfterMs;
      }
    }));

  it('5 too large is its own answer: it never ends, and nothing smaller is told so', () =>
    holdsForAll(`promise 5 (too large), ${world.name}`, traffic, runs, (sent) =>
      send(world, sent, (decision, _uses, asked, _subjects, limits) => {
        const never = limits.filter(
          (l) => l.capacity !== null && asked.amounts[l.metric as keyof Call['amounts']] > l.capacity,
        );
        if (never.length === 0) {
          if (!decision.admitted) expect(decision.retryAfterMs).not.toBeNull();
          return;
        }
        if (decision.admitted) throw new Error('admitted what can never fit');
        const absent = never.some((l) => l.capacity === 0);
        const cost = decision.by.limit.metric === 'cost';
        expect(decision.retryAfterMs).toBeNull();
        expect(decision.code).toBe(absent ? 'not_in_plan' : cost ? 'budget_exceeded' : 'request_too_large');
      }),
    ));
}
