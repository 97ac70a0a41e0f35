import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shardOf } from '../../redis/keys';
import { store } from '../../redis/store';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { countersIn, decideIn, twoKeys, type World } from '../../testing/world';
import type { Claim } from '../decision';
import type { Reservation } from '../engine';
import { reapOnce } from '../reaper';

const INPUT_PRICE = 1_500_000;
const OUTPUT_PRICE = 2_500_000;

const step = fc.record({
  afterMs: fc.oneof(fc.nat(500), fc.nat(40_000)),
  key: fc.constantFrom(0 as const, 1 as const),
  verb: fc.constantFrom('ask', 'ask', 'ask', 'settle', 'settle', 'grow', 'grow', 'renew', 'reap'),
  which: fc.nat(20),
  input: fc.nat(60),
  wish: fc.integer({ min: 1, max: 400 }),
  /** Percent of the grant that the upstream says was put out: it may say far too much. */
  share: fc.nat(300),
});
const spending = fc.record({
  budget: fc.nat(6000),
  scope: fc.constantFrom('key' as const, 'workspace' as const),
  window: fc.constantFrom(
    { kind: 'lifetime' as const },
    { kind: 'calendar' as const, unit: 'month' as const, zone: 'Asia/Kolkata', anchorDay: 1 },
  ),
  steps: fc.array(step, { minLength: 10, maxLength: 60 }),
});

const costOf = (input: number, output: number) =>
  Math.ceil((input * INPUT_PRICE + output * OUTPUT_PRICE) / 1_000_000);

interface Open {
  reservation: Reservation;
  input: number;
  granted: number;
  key: 0 | 1;
}

/** A month apart, so that reaping one case never meets what another left open. */
let startMs = Date.UTC(2030, 0, 5);

export function moneyPromises(world: World, runs: number): void {
  it('7 money is never overshot: used and held together are at most the budget, always', () =>
    holdsForAll(
      `promise 7 (money), ${world.name}`,
      spending,
      runs,
      async ({ budget, scope, window, steps }) => {
        const keys = await twoKeys([limit({ metric: 'cost', capacity: budget, scope, window })]);
        const shard = shardOf(keys[0].caller.workspaceId);
        startMs += 31 * 86_400_000;
        const open: Open[] = [];
        let now = startMs;
        for (const { afterMs, key, verb, which, input, wish, share } of steps) {
          now += afterMs;
          const at = open.length > 0 ? which % open.length : -1;
          const picked = open[at];
          if (verb === 'ask') {
            const claim: Claim = {
              resource: 'chat',
              amounts: { cost: { base: input * INPUT_PRICE, per: OUTPUT_PRICE, divisor: 1_000_000 } },
              units: { minimum: 1, wish },
            };
            const decision = await decideIn(world, keys[key], claim, now);
            if (decision.admitted)
              open.push({ reservation: decision.reservation, input, granted: decision.granted ?? 0, key });
            else {
              // Held money comes back; spent money does not: the code says which of the two it was.
              const { used, reserved } = decision.by;
              const least = costOf(input, 1);
              expect(used + reserved + least).toBeGreaterThan(budget);
              const code =
                budget === 0 ? 'not_in_plan' : used + least > budget ? 'budget_exceeded' : 'budget_reserved';
              expect(decision.code).toBe(code);
              if (code === 'budget_reserved') expect(decision.retryAfterMs).toBe(1000);
            }
          } else if (verb === 'reap') {
            while ((await reapOnce(store(), shard, now)) > 0);
          } else if (picked && verb === 'grow') {
            const wanted = picked.granted + wish;
            const answer = await world.engine.grow(picked.reservation, wanted, now);
            if (typeof answer === 'object' && 'grown' in answer && answer.grown) picked.granted = wanted;
          } else if (picked && verb === 'renew') {
            await world.engine.renew(picked.reservation, null, now);
          } else if (picked) {
            const output = Math.floor((picked.granted * share) / 100);
            const held = costOf(picked.input, picked.granted);
            const { facts } = keys[picked.key];
            const settled = await world.engine.settle(
              picked.reservation,
              { cost: costOf(picked.input, output) },
              facts,
              now,
            );
            if (settled.state !== 'unknown') expect(settled.charged.cost).toBeLessThanOrEqual(held);
            open.splice(at, 1);
          }
          for (const who of keys) {
            const [counter] = await countersIn(world, who, now);
            expect((counter?.used ?? 0) + (counter?.reserved ?? 0)).toBeLessThanOrEqual(budget);
          }
        }
        // Nobody is locked out: once all has ended, nothing is held.
        now += 60_000;
        while ((await reapOnce(store(), shard, now)) > 0);
        for (const who of keys) expect((await countersIn(world, who, now))[0]?.reserved).toBe(0);
      },
    ));
}
