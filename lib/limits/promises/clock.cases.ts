import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { newId } from '../../ids';
import type { Limit } from '../../plans/limit';
import { store } from '../../redis/store';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { claimOf, twoKeys, type World } from '../../testing/world';
import { createEngine } from '../engine';

const HOUR_MS = 3_600_000;
const LIMITS: Limit[] = [
  limit({ capacity: 3 }),
  limit({ window: { kind: 'calendar', unit: 'day', zone: 'Asia/Kolkata', anchorDay: 1 }, capacity: 1000 }),
  limit({ window: { kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 31 }, capacity: 1000 }),
  limit({ metric: 'cost', window: { kind: 'lifetime' }, capacity: 1000 }),
  limit({ window: { kind: 'concurrent' }, capacity: 50 }),
];
const claim = claimOf({ requests: 1, cost: 10 });
const skew = fc.oneof(
  fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
  // A clock that lost its battery.
  fc.constantFrom(-HOUR_MS, HOUR_MS, -40 * 24 * HOUR_MS, 400 * 24 * HOUR_MS),
);

async function storeMs(): Promise<number> {
  const [[seconds, micros]] = (await store().pipeline([['TIME']])) as [[string, string]];
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

export function clockPromises(world: World, runs: number): void {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('12 time is the store’s: an app whose clock is off decides the same, and may not pass the time', () =>
    holdsForAll(
      `promise 12 (clocks), ${world.name}`,
      fc.array(skew, { minLength: 4, maxLength: 4 }),
      runs,
      async (skews) => {
        // Each call by an instance of its own, as its clock is set.
        vi.useRealTimers();
        const [who] = await twoKeys(LIMITS);
        const { caller, facts } = who;
        const admitted: boolean[] = [];
        for (const off of skews) {
          const real = Date.now();
          vi.useFakeTimers({ toFake: ['Date'], now: real + off });
          const engine = createEngine({ store: world.store, ledger: world.ledger });
          const before = await storeMs();
          const decision = await engine.decide({ caller, claim, id: newId(), facts });
          const after = await storeMs();
          if (!('reservation' in decision)) throw new Error(`no decision: ${JSON.stringify(decision)}`);
          expect(decision.atMs).toBeGreaterThanOrEqual(before);
          expect(decision.atMs).toBeLessThanOrEqual(after);
          const [minute, day, month] = decision.limits.map((l) => l.resetAtMs ?? 0);
          expect(minute).toBeGreaterThan(before);
          expect(minute).toBeLessThanOrEqual(after + 60_000);
          expect(day).toBe(midnightAfter(before, 'Asia/Kolkata'));
          expect(month).toBeGreaterThan(before);
          admitted.push(decision.admitted);
          await expect(engine.decide({ caller, claim, id: newId(), facts, nowMs: real })).rejects.toThrow(
            'the store',
          );
        }
        expect(admitted).toEqual([true, true, true, false]);
      },
    ));
}

/** The next midnight in a zone without summer time. */
function midnightAfter(atMs: number, zone: 'Asia/Kolkata'): number {
  const offsetMs = { 'Asia/Kolkata': 5.5 * HOUR_MS }[zone];
  return (Math.floor((atMs + offsetMs) / (24 * HOUR_MS)) + 1) * 24 * HOUR_MS - offsetMs;
}
