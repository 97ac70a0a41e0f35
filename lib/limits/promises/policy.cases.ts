import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../ids';
import { raiseRevision } from '../../redis/revision';
import { store } from '../../redis/store';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { makeRevisions } from '../../testing/revision';
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
import { createEngine } from '../engine';

const claim = claimOf({ requests: 1, tokens: 40, cost: 40, messages: 1 });
const AMOUNTS = { requests: 1, tokens: 40, cost: 40, messages: 1 } as Record<string, number>;
const anyWindow = fc.oneof(
  rollingWindow,
  fc.constantFrom(
    { kind: 'lifetime' as const },
    { kind: 'calendar' as const, unit: 'month' as const, zone: 'UTC', anchorDay: 1 },
  ),
);
const changes = fc.record({
  limits: limitsIn(anyWindow),
  changes: fc.array(
    fc.record({
      calls: fc.nat(8),
      capacities: fc.array(fc.option(fc.nat(400)), { minLength: 4, maxLength: 4 }),
    }),
    { minLength: 2, maxLength: 6 },
  ),
});

export function policyPromises(world: World, runs: number): void {
  it('10 a plan change takes effect on the next request and keeps what was used', () =>
    holdsForAll(`promise 10 (plan change), ${world.name}`, changes, runs, async ({ limits, changes }) => {
      const [first] = await twoKeys(limits);
      let who = first;
      let now = NOON;
      const used = limits.map(() => 0);
      for (const { calls, capacities } of changes) {
        for (let i = 0; i < calls; i++) {
          const { limits: inForce } = who.caller;
          const decision = await decideIn(world, who, claim, now);
          const fits = inForce.every(
            (l, n) => l.capacity === null || (used[n] ?? 0) + (AMOUNTS[l.metric] ?? 0) <= l.capacity,
          );
          expect(decision.admitted).toBe(fits);
          if (!decision.admitted) continue;
          for (const [n, l] of inForce.entries()) used[n] = (used[n] ?? 0) + (AMOUNTS[l.metric] ?? 0);
        }
        // Less than the shortest window goes by in all: what was used still counts.
        now += 100;
        const rev = who.caller.rev + 1;
        const next = limits.map((l, n) => ({ ...l, capacity: capacities[n] ?? null }));
        await raiseRevision('workspace', who.caller.workspaceId, rev);
        const old = { ...who, caller: { ...who.caller } };
        who = { ...who, caller: { ...who.caller, rev, limits: next } };
        expect((await countersIn(world, who, now)).map((l) => l.used + l.reserved)).toEqual(used);
        const input = { claim, id: newId(), facts: old.facts, nowMs: now };
        expect(await world.engine.decide({ caller: old.caller, ...input })).toEqual({ outdated: 'stale' });
      }
    }));

  it('11 a change is in force everywhere once the call that made it has answered', () =>
    holdsForAll(
      `promise 11 (revocation), ${world.name}`,
      fc.record({
        before: fc.nat(12),
        gap: fc.nat(3),
        running: fc.nat(3),
        kind: fc.constantFrom('workspace', 'catalog'),
      }),
      runs,
      async ({ before, gap, running, kind }) => {
        // Several instances; the change is made by one that is none of them.
        const elsewhere = createEngine({ store: store(), ledger: world.ledger, testClock: true });
        const engines = [world.engine, elsewhere];
        const [made] = await twoKeys([limit({ capacity: null })]);
        const caller = { ...made.caller, catalogId: newId() };
        await makeRevisions(caller.workspaceId, caller.catalogId);
        const held = [];
        for (let i = 0; i < running; i++) held.push(await decideIn(world, { ...made, caller }, claim, NOON));
        let answered = false;
        const late: unknown[] = [];
        const asking = Array.from({ length: before }, async (_, i) => {
          for (let n = 0; n < 1 + gap; n++) {
            const after = answered;
            const engine = engines[(i + n) % 2] ?? world.engine;
            const decision = await engine.decide({
              caller,
              claim,
              id: newId(),
              facts: made.facts,
              nowMs: NOON,
            });
            if (after) late.push(decision);
          }
        });
        const subject = kind === 'workspace' ? caller.workspaceId : caller.catalogId;
        await raiseRevision(kind === 'workspace' ? 'workspace' : 'catalog', subject, 2);
        answered = true;
        for (const engine of engines) {
          const decision = await engine.decide({
            caller,
            claim,
            id: newId(),
            facts: made.facts,
            nowMs: NOON,
          });
          expect(decision).toEqual({ outdated: 'stale' });
        }
        await Promise.all(asking);
        expect(late.filter((decision) => JSON.stringify(decision) !== '{"outdated":"stale"}')).toEqual([]);
        // What runs under the old policy learns it at its next renewal.
        for (const { reservation } of held)
          expect(await world.engine.renew(reservation, null, NOON)).toEqual({ outdated: 'stale' });
      },
    ));
}
