import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limit } from '../../plans/limit';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { countersIn, decideIn, NOON, rollingWindow, twoKeys, type World } from '../../testing/world';
import type { Reservation } from '../engine';

const step = fc.record({
  // Shorter than a lease: nothing here is reaped.
  afterMs: fc.oneof(fc.nat(40), fc.nat(400), fc.constantFrom(16, 17, 116, 117)),
  key: fc.constantFrom(0 as const, 1 as const),
  verb: fc.constantFrom('ask', 'ask', 'grow', 'grow', 'grow', 'settle'),
  which: fc.nat(9),
  input: fc.nat(80),
  units: fc.integer({ min: 1, max: 150 }),
  share: fc.nat(100),
});
const streams = fc.record({
  windows: fc.uniqueArray(
    fc.record({
      window: rollingWindow,
      capacity: fc.integer({ min: 100, max: 900 }),
      scope: fc.constantFrom('key' as const, 'user' as const, 'workspace' as const),
    }),
    { minLength: 1, maxLength: 3, selector: (l) => JSON.stringify([l.window, l.scope]) },
  ),
  budget: fc.integer({ min: 100, max: 3000 }),
  steps: fc.array(step, { minLength: 15, maxLength: 60 }),
});

/** What one admission or growth took, and when. */
interface Piece {
  atMs: number;
  amount: number;
}
interface Stream {
  key: 0 | 1;
  reservation: Reservation;
  input: number;
  units: number;
  pieces: Piece[];
  over: boolean;
}

export function growthPromises(world: World, runs: number): void {
  it('2 and 7 hold for growth: a claim at its own instant, all or nothing, never over', () =>
    holdsForAll(
      `promises 2 and 7 (growth), ${world.name}`,
      streams,
      runs,
      async ({ windows, budget, steps }) => {
        const rates = windows.map((rate) => limit({ metric: 'tokens', ...rate }));
        const money = limit({
          metric: 'cost',
          window: { kind: 'lifetime' },
          capacity: budget,
          scope: 'workspace',
        });
        const keys = await twoKeys([...rates, money]);
        const all: Stream[] = [];
        let now = NOON;

        /** Sums again what of a limit is held or was used, no older than `age` 60ths of its window. */
        const total = ({ scope, window }: Limit, key: 0 | 1, age: number) =>
          all
            .filter((stream) => scope !== 'key' || stream.key === key)
            .flatMap((stream) => stream.pieces)
            .filter(({ atMs }) => window.kind !== 'rolling' || (now - atMs) * 60 < window.windowMs * age)
            .reduce((sum, piece) => sum + piece.amount, 0);
        const neverOver = (key: 0 | 1) => {
          for (const l of [...rates, money]) expect(total(l, key, 60)).toBeLessThanOrEqual(l.capacity ?? 0);
        };
        const states = async () =>
          JSON.stringify(await Promise.all(keys.map((who) => countersIn(world, who, now))));

        for (const { afterMs, key, verb, which, input, units, share } of steps) {
          now += afterMs;
          const open = all.filter((stream) => !stream.over);
          const picked = open[which % Math.max(1, open.length)];
          if (verb === 'ask') {
            const claim = {
              resource: 'chat',
              amounts: { tokens: { base: input, per: 1 }, cost: { base: input, per: 1 } },
              units: { minimum: 1, wish: Math.ceil(units / 4) },
            };
            const decision = await decideIn(world, keys[key], claim, now);
            if (!decision.admitted) continue;
            const granted = decision.granted ?? 0;
            const pieces = [{ atMs: now, amount: input + granted }];
            all.push({ key, reservation: decision.reservation, input, units: granted, pieces, over: false });
            neverOver(key);
          } else if (verb === 'grow' && picked) {
            const before = await states();
            const wanted = picked.units + units;
            const answer = await world.engine.grow(picked.reservation, wanted, now);
            if (answer === 'lost' || 'outdated' in answer)
              throw new Error(`no growth: ${JSON.stringify(answer)}`);
            if (answer.grown) {
              picked.pieces.push({ atMs: now, amount: wanted - picked.units });
              picked.units = wanted;
              neverOver(picked.key);
            } else {
              expect(total(answer.by, picked.key, 61) + units).toBeGreaterThan(answer.by.capacity ?? 0);
              expect(await states()).toBe(before);
            }
          } else if (verb === 'settle' && picked) {
            const { reservation, pieces } = picked;
            const used = picked.input + Math.floor((picked.units * share) / 100);
            const { facts } = keys[picked.key];
            await world.engine.settle(reservation, { tokens: used, cost: used }, facts, now);
            picked.over = true;
            // What comes back comes from the newest piece first.
            let back = picked.input + picked.units - used;
            for (const piece of [...pieces].reverse()) {
              const given = Math.min(back, piece.amount);
              piece.amount -= given;
              back -= given;
            }
          }
          const [budgetState] = (await countersIn(world, keys[0], now)).slice(-1);
          expect((budgetState?.used ?? 0) + (budgetState?.reserved ?? 0)).toBe(total(money, 0, 60));
        }
      },
    ));
}
