import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../ids';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { claimOf, decideIn, NOON, twoKeys, type World } from '../../testing/world';
import { policyCall } from '../call';
import type { Reservation } from '../engine';
import { LEASE_MS } from '../spell';

const afterMs = fc.oneof(
  fc.nat(3000),
  fc.constantFrom(0, 9999, 10_000, 20_000, 29_999, 30_000, 30_001, 60_000),
);
const step = fc.record({
  afterMs,
  key: fc.constantFrom(0 as const, 1 as const),
  verb: fc.constantFrom('ask', 'ask', 'ask', 'end', 'renew', 'end again', 'end by a stranger'),
  which: fc.nat(20),
  // However many it counts as, it takes one place.
  requests: fc.integer({ min: 1, max: 7 }),
});
const life = fc.record({
  capacity: fc.integer({ min: 1, max: 5 }),
  scope: fc.constantFrom('key' as const, 'workspace' as const),
  steps: fc.array(step, { minLength: 10, maxLength: 50 }),
});

interface Lease {
  key: 0 | 1;
  reservation: Reservation;
  endsMs: number;
  over: boolean;
}

/** A year before what other tests leave open in the store: none of it has expired yet. */
const START_MS = NOON - 365 * 86_400_000;

export function concurrencyPromises(world: World, runs: number): void {
  it('6 concurrency: live leases never exceed the capacity, and belong to their requests', () =>
    holdsForAll(`promise 6 (concurrency), ${world.name}`, life, runs, async ({ capacity, scope, steps }) => {
      const keys = await twoKeys([limit({ window: { kind: 'concurrent' }, capacity, scope })]);
      const leases: Lease[] = [];
      let now = START_MS;
      for (const { afterMs, key, verb, which, requests } of steps) {
        now += afterMs;
        const who = keys[key];
        const living = leases.filter((l) => !l.over && l.endsMs > now);
        const counted = living.filter((l) => scope === 'workspace' || l.key === key).length;
        const picked = (verb === 'end again' ? leases.filter((l) => l.over) : living)[which % 5];
        if (verb === 'ask') {
          const decision = await decideIn(world, who, claimOf({ requests }), now);
          expect(decision.admitted).toBe(counted < capacity);
          if (decision.admitted) {
            leases.push({ key, reservation: decision.reservation, endsMs: now + LEASE_MS, over: false });
          } else {
            expect([decision.code, decision.retryAfterMs]).toEqual(['concurrency_limit_exceeded', 1000]);
          }
        } else if (picked && verb === 'renew') {
          expect(await world.engine.renew(picked.reservation, null, now)).toBe('renewed');
          picked.endsMs = now + LEASE_MS;
        } else if (picked && verb === 'end by a stranger') {
          // Another id, under the very same policy: it owns nothing.
          const stranger = { ...picked.reservation, id: newId() };
          expect(await world.engine.settle(stranger, {}, who.facts, now)).toEqual({ state: 'unknown' });
        } else if (picked) {
          const { state } = await world.engine.settle(picked.reservation, {}, who.facts, now);
          expect(state).toBe(verb === 'end' ? 'settled' : 'before');
          picked.over = true;
        }
      }
    }));

  it.each([
    ['keeps the rest of its own', 600_000, 500_000],
    ['that is over by now gets a usual one, and is reaped at its end', 60_000, LEASE_MS],
  ])('6 concurrency: a reservation that is put back %s lease', async (_, leaseMs, freeAfterMs) => {
    const [who] = await twoKeys([limit({ window: { kind: 'concurrent' }, capacity: 1 })]);
    const { caller, facts } = who;
    const claim = claimOf({ requests: 1 });
    const admittedAtMs = START_MS - 100_000;
    const call = policyCall(caller, claim, admittedAtMs);
    const lost = { id: newId(), caller, claim, call, granted: null, admittedAtMs, facts, leaseMs };
    await world.engine.adopt(lost, START_MS);
    const isAdmitted = async (afterMs: number) =>
      (await decideIn(world, who, claim, START_MS + afterMs)).admitted;
    expect([await isAdmitted(freeAfterMs - 1), await isAdmitted(freeAfterMs)]).toEqual([false, true]);
  });
}
