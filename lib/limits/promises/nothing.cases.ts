import fc from 'fast-check';
import { expect, it } from 'vitest';
import { METRICS } from '../../plans/limit';
import { type Store, store } from '../../redis/store';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import {
  claimOf,
  countersIn,
  decideIn,
  limitsIn,
  NOON,
  twoKeys,
  type World,
  worldOn,
} from '../../testing/world';
import { type Claim, DENIAL_CODES } from '../decision';

const anyWindow = fc.constantFrom(
  { kind: 'rolling' as const, windowMs: 1000 },
  { kind: 'rolling' as const, windowMs: 60_000 },
  { kind: 'calendar' as const, unit: 'day' as const, zone: 'Asia/Kolkata', anchorDay: 1 },
  { kind: 'calendar' as const, unit: 'month' as const, zone: 'UTC', anchorDay: 31 },
  { kind: 'lifetime' as const },
  { kind: 'concurrent' as const },
  { kind: 'standing' as const },
);
const call = fc.record({
  afterMs: fc.nat(400),
  key: fc.constantFrom(0 as const, 1 as const),
  requests: fc.constant(1),
  tokens: fc.nat(400),
  cost: fc.nat(400),
  ends: fc.boolean(),
});
const traffic = fc.record({
  limits: limitsIn(anyWindow),
  calls: fc.array(call, { minLength: 10, maxLength: 40 }),
});

/** The store, with every key that scripts declared to it. */
function watched(plain: Store): { store: Store; keys: Set<string> } {
  const keys = new Set<string>();
  const note = (names: string[]) => {
    for (const name of names) keys.add(name);
  };
  const { ratelimitRedis } = plain;
  const noting = <T extends 'eval' | 'evalsha'>(verb: T) =>
    ((text: string, names: string[], args: unknown[]) => {
      note(names);
      return ratelimitRedis[verb](text, names, args);
    }) as Store['ratelimitRedis'][T];
  return {
    keys,
    store: {
      ...plain,
      evaluate: (run, names, args) => {
        note(names);
        return plain.evaluate(run, names, args);
      },
      ratelimitRedis: { ...ratelimitRedis, eval: noting('eval'), evalsha: noting('evalsha') },
    },
  };
}

/** Value and instant of expiry of every key that exists, whatever it holds. Over TCP: quicker, and the same store. */
async function contents(keys: ReadonlySet<string>): Promise<Map<string, unknown[]>> {
  const names = [...keys];
  const found = await store().pipeline(
    names.flatMap((key) => [
      ['DUMP', key],
      ['PEXPIRETIME', key],
    ]),
  );
  const values = names.map((name, i): [string, unknown[]] => [name, found.slice(2 * i, 2 * i + 2)]);
  return new Map(values.filter(([, [value]]) => value !== null));
}

export function allOrNothingPromises(plain: World, runs: number): void {
  it('1 all or nothing: a denied request changes no value and no TTL', async () => {
    let denials = 0;
    await holdsForAll(
      `promise 1 (denials are free), ${plain.name}`,
      traffic,
      runs,
      async ({ limits, calls }) => {
        const { store: seen, keys } = watched(plain.store);
        const world = worldOn(plain.name, seen, plain.ledger);
        const callers = await twoKeys(limits);
        let now = NOON;
        for (const { afterMs, key, ends, ...amounts } of calls) {
          now += afterMs;
          const who = callers[key];
          await countersIn(world, who, now);
          const before = await contents(keys);
          const decision = await decideIn(world, who, claimOf(amounts), now);
          if (!decision.admitted) {
            denials++;
            expect(DENIAL_CODES).toContain(decision.code);
            expect(await contents(keys)).toEqual(before);
          } else if (ends) await world.engine.settle(decision.reservation, {}, who.facts, now);
        }
      },
    );
    expect(denials).toBeGreaterThan(runs);
  });

  it('1 all or nothing: an admitted request is counted by every limit it meets', () =>
    holdsForAll(`promise 1 (all of it), ${plain.name}`, traffic, runs, async ({ limits, calls }) => {
      const callers = await twoKeys(limits);
      let now = NOON;
      for (const { afterMs, key, ends: _, ...amounts } of calls) {
        now += afterMs;
        const who = callers[key];
        const before = await countersIn(plain, who, now);
        const decision = await decideIn(plain, who, claimOf(amounts), now);
        const after = await countersIn(plain, who, now);
        const more = after.map(
          (l, i) => l.used + l.reserved - (before[i] ? before[i].used + before[i].reserved : 0),
        );
        const claimed = limits.map((l) => {
          const amount = l.metric in amounts ? amounts[l.metric as keyof typeof amounts] : 0;
          return l.window.kind === 'concurrent' ? Math.min(1, amount) : amount;
        });
        expect(more).toEqual(decision.admitted ? claimed : claimed.map(() => 0));
      }
    }));
}

/** What no metered amount can be. */
const bad = fc.oneof(
  fc.integer({ max: -1 }),
  fc.double({ noInteger: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 2 ** 60, 1e300),
);
const where = fc.constantFrom('base', 'per', 'divisor', 'minimum', 'wish');
/** From here on ioredis reads integer replies wrong, by up to 48. */
const most = 2 ** 53 - 64;

export function integerPromises(plain: World, runs: number): void {
  it('13 integers only: anything else is refused before the store sees it', () =>
    holdsForAll(
      `promise 13 (integers), ${plain.name}`,
      fc.record({ bad, where, metric: fc.constantFrom(...METRICS) }),
      runs,
      async ({ bad, where, metric }) => {
        const { store: seen, keys } = watched(plain.store);
        const world = worldOn(plain.name, seen, plain.ledger);
        const [who] = await twoKeys([limit({ metric, capacity: null })]);
        const amount = { base: 1, per: 1, divisor: 1 };
        const units = { minimum: 1, wish: 10 };
        const claim: Claim = {
          resource: 'chat',
          amounts: { [metric]: { ...amount, ...(where in amount && { [where]: bad }) } },
          units: { ...units, ...(where in units && { [where]: bad }) },
        };
        await expect(decideIn(world, who, claim, NOON)).rejects.toThrow(RangeError);
        expect([...keys]).toEqual([]);
      },
    ));

  it('13 integers only: what was used, and growth, are refused like claims', () =>
    holdsForAll(
      `promise 13 (integers, later), ${plain.name}`,
      fc.record({ bad, metric: fc.constantFrom(...METRICS) }),
      runs,
      async ({ bad, metric }) => {
        const { store: seen, keys } = watched(plain.store);
        const { engine } = worldOn(plain.name, seen, plain.ledger);
        const [who] = await twoKeys([limit({ metric, capacity: null })]);
        const { reservation } = await decideIn(plain, who, claimOf({ [metric]: 1 }), NOON);
        const actual = { [metric]: bad };
        await expect(engine.settle(reservation, actual, who.facts, NOON)).rejects.toThrow(RangeError);
        const progress = { actual, tokensIn: 0, tokensOut: 0 };
        await expect(engine.renew(reservation, progress, NOON)).rejects.toThrow(RangeError);
        await expect(engine.grow(reservation, bad, NOON)).rejects.toThrow(RangeError);
        expect([...keys]).toEqual([]);
      },
    ));

  it('13 integers only: sums are exact up to where drivers can read them', () =>
    holdsForAll(
      `promise 13 (exact sums), ${plain.name}`,
      fc.record({
        window: anyWindow.filter((w) => w.kind !== 'concurrent'),
        capacity: fc.maxSafeNat().map((n) => most - (n % 1000)),
        amounts: fc.array(
          fc.oneof(
            fc.maxSafeNat().map((n) => Math.min(n, most)),
            fc.nat(2000),
            fc.constantFrom(most, most - 1, most - 999),
          ),
          {
            minLength: 2,
            maxLength: 12,
          },
        ),
      }),
      runs,
      async ({ window, capacity, amounts }) => {
        const [who] = await twoKeys([limit({ metric: 'messages', window, capacity })]);
        let used = 0n;
        for (const amount of amounts) {
          const decision = await decideIn(plain, who, claimOf({ messages: amount }), NOON);
          const fits = used + BigInt(amount) <= BigInt(capacity);
          expect(decision.admitted).toBe(fits);
          if (fits) used += BigInt(amount);
          expect(BigInt(decision.limits[0]?.used ?? -1)).toBe(used);
        }
      },
    ));
}
