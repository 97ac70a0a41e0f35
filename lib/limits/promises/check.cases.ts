import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holdsForAll } from '../../testing/proof';
import {
  claimOf,
  countersIn,
  decideIn,
  limitsIn,
  NOON,
  rollingWindow,
  twoKeys,
  type World,
} from '../../testing/world';

const anyWindow = fc.oneof(
  rollingWindow,
  fc.constantFrom(
    { kind: 'calendar' as const, unit: 'day' as const, zone: 'Asia/Kolkata', anchorDay: 1 },
    { kind: 'lifetime' as const },
    { kind: 'concurrent' as const },
    { kind: 'standing' as const },
  ),
);
const call = fc.record({
  // No lease may end meanwhile: a check that meets one has it reaped, as a decision has.
  afterMs: fc.nat(950),
  key: fc.constantFrom(0 as const, 1 as const),
  requests: fc.constant(1),
  tokens: fc.nat(400),
  cost: fc.nat(400),
  ends: fc.boolean(),
});
const traffic = fc.record({
  limits: limitsIn(anyWindow),
  calls: fc.array(call, { minLength: 10, maxLength: 30 }),
});

export function checkPromises(world: World, runs: number): void {
  it('a check says what deciding says in that instant, with its wait, and moves no counter', async () => {
    const seen = { admitted: 0, denied: 0 };
    await holdsForAll(`a check, ${world.name}`, traffic, runs, async ({ limits, calls }) => {
      const callers = await twoKeys(limits);
      let now = NOON;
      for (const { afterMs, key, ends, ...amounts } of calls) {
        now += afterMs;
        const who = callers[key];
        const before = await countersIn(world, who, now);
        const checked = await world.engine.check(who.caller, claimOf(amounts), now);
        expect(await countersIn(world, who, now)).toEqual(before);
        const decided = await decideIn(world, who, claimOf(amounts), now);
        if (!('admitted' in checked)) throw new Error(`no decision: ${JSON.stringify(checked)}`);
        expect(checked.admitted).toBe(decided.admitted);
        seen[decided.admitted ? 'admitted' : 'denied']++;
        if (!checked.admitted && !decided.admitted) {
          const { code, by, retryAfterMs, limits: states, atMs } = decided;
          expect(checked).toMatchObject({ code, by, retryAfterMs, limits: states, atMs });
        } else if (decided.admitted && ends) {
          await world.engine.settle(decided.reservation, {}, who.facts, now);
        }
      }
    });
    expect(Math.min(seen.admitted, seen.denied)).toBeGreaterThan(runs);
  });
}
