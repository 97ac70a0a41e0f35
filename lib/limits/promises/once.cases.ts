import fc from 'fast-check';
import { expect, it } from 'vitest';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { shardOf } from '../../redis/keys';
import { store } from '../../redis/store';
import { limit } from '../../testing/limit';
import { figure, holdsForAll } from '../../testing/proof';
import { decideIn, twoKeys, type World } from '../../testing/world';
import { drained } from '../../usage/lag';
import type { Claim } from '../decision';
import type { Reservation } from '../engine';
import { reapOnce } from '../reaper';

const LATER_MS = 60_000;
const step = fc.record({
  verb: fc.constantFrom('ask', 'ask', 'ask again', 'settle', 'settle', 'renew', 'reap'),
  afterMs: fc.oneof(fc.nat(1000), fc.constant(LATER_MS)),
  which: fc.nat(9),
  tokens: fc.nat(150),
});
const lives = fc.array(step, { minLength: 8, maxLength: 30 });
const claim: Claim = {
  resource: 'chat',
  amounts: { requests: { base: 1 }, tokens: { base: 40, per: 1 }, cost: { base: 40, per: 1 } },
  units: { minimum: 1, wish: 60 },
};

interface Life {
  id: string;
  reservation: Reservation;
  /** What was charged last, and by whom; null while it runs. */
  ended: { tokens: number; rank: 1 | 2 } | null;
}

let startMs = Date.UTC(2031, 0, 5);

/** Of a world with the real ledger, whose consumer is to run meanwhile. */
export function oncePromises(world: World, runs: number): void {
  it('8 counted once: every reservation that ended has one row in the ledger, with what was charged', async () => {
    const lived: Life[] = [];
    const denied: string[] = [];
    await holdsForAll(`promise 8 (counted once), ${world.name}`, lives, runs, async (steps) => {
      const [who] = await twoKeys([limit({ metric: 'tokens', window: { kind: 'lifetime' }, capacity: 700 })]);
      const shard = shardOf(who.caller.workspaceId);
      const mine: Life[] = [];
      startMs += 86_400_000;
      let now = startMs;
      for (const { verb, afterMs, which, tokens } of steps) {
        now += afterMs;
        const picked = mine[which % Math.max(1, mine.length)];
        if (verb === 'ask') {
          const id = newId();
          const decision = await decideIn(world, who, claim, now, { id });
          if (decision.admitted) mine.push({ id, reservation: decision.reservation, ended: null });
          else denied.push(id);
        } else if (verb === 'reap') {
          while ((await reapOnce(store(), shard, now)) > 0);
          for (const life of mine) {
            if (life.ended) continue;
            // Whether its lease had run out, the store knows: a settle now says what was charged before.
            const renewed = await world.engine.renew(life.reservation, null, now);
            if (renewed === 'lost') life.ended = { tokens: 40, rank: 1 };
          }
        } else if (!picked) continue;
        else if (verb === 'ask again') {
          // A reply that was lost: the same id is asked for again, after it ended too.
          if (!picked.ended)
            expect((await decideIn(world, who, claim, now, { id: picked.id })).admitted).toBe(true);
        } else if (verb === 'renew') {
          if (!picked.ended) await world.engine.renew(picked.reservation, null, now);
        } else {
          const actual = { tokens: 40 + tokens, cost: 40 + tokens };
          const settled = await world.engine.settle(picked.reservation, actual, who.facts, now);
          if (settled.state === 'unknown') throw new Error('a reservation was forgotten');
          if (picked.ended?.rank === 2) expect(settled.state).toBe('before');
          else picked.ended = { tokens: settled.charged.tokens, rank: 2 };
          expect(settled.charged.tokens).toBe(picked.ended.tokens);
        }
      }
      lived.push(...mine.filter((life) => life.ended));
      const seen = await world.engine.look(who.caller, now);
      const sum = mine.reduce((n, life) => n + (life.ended?.tokens ?? 0), 0);
      expect('limits' in seen && seen.limits[0]?.used).toBe(sum);
    });
    await drained();
    const rows = await db().usageEvent.findMany({ where: { id: { in: lived.map(({ id }) => id) } } });
    const wrong = lived.filter(({ id, ended }) => {
      const row = rows.find((found) => found.id === id);
      return (
        !row || Number(row.tokensMetered) !== ended?.tokens || row.rank !== ended.rank || row.requests !== 1n
      );
    });
    const surplus = await db().usageEvent.count({ where: { id: { in: denied } } });
    figure(
      `promise 8 in the ledger, ${world.name}: ${lived.length} reservations, rows missing or wrong ${wrong.length}, twice ${rows.length - lived.length}, of denied requests ${surplus}`,
    );
    expect([wrong, rows.length, surplus]).toEqual([[], lived.length, 0]);
  });
}
