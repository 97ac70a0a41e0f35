import { expect, it } from 'vitest';
import { newId } from '../ids';
import { shardOf, streamKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { callerWith, decided, ledgerWith, type TestCaller } from '../testing/engine';
import { limit } from '../testing/limit';
import type { Claim } from './decision';
import { createEngine } from './engine';
import { reapOnce } from './reaper';

const T0 = Date.UTC(2026, 4, 15, 12, 0, 0);

const request: Claim = { resource: 'chat', amounts: { requests: { base: 1 } } };

/** What the engine does, call by call, on one store. The promises are tried on random cases (promises/). */
export function engineCases(store: Store): void {
  const engine = createEngine({ store, ledger: ledgerWith(store, []), testClock: true });
  const decide = async (c: TestCaller, claim: Claim, nowMs: number, id = newId()) => {
    return decided(await engine.decide({ caller: c.caller, claim, id, facts: c.facts, nowMs }));
  };

  it('admits exactly the capacity and says to the millisecond when the next one fits', async () => {
    const c = await callerWith([limit({})]);
    for (let i = 0; i < 5; i++) {
      const d = await decide(c, request, T0 + i * 100);
      expect(d.admitted).toBe(true);
      expect(d.limits[0]?.remaining).toBe(4 - i);
    }
    const denied = await decide(c, request, T0 + 1000);
    if (denied.admitted) throw new Error('admitted over the limit');
    expect(denied.code).toBe('rate_limit_exceeded');
    const r = denied.retryAfterMs ?? 0;
    expect((await decide(c, request, T0 + 1000 + r - 1)).admitted).toBe(false);
    expect((await decide(c, request, T0 + 1000 + r)).admitted).toBe(true);
  });

  it('all or nothing: when the last limit refuses, the first is not charged', async () => {
    const c = await callerWith([
      limit({ capacity: 100 }),
      limit({ metric: 'cost', window: { kind: 'lifetime' }, capacity: 50 }),
    ]);
    const claim: Claim = { resource: 'chat', amounts: { requests: { base: 1 }, cost: { base: 51 } } };
    const denied = await decide(c, claim, T0);
    expect(denied.admitted).toBe(false);
    const look = await engine.look(c.caller, T0);
    if ('outdated' in look) throw new Error('outdated');
    expect(look.limits.map((l) => l.used + l.reserved)).toEqual([0, 0]);
  });

  it('deciding again with the same id returns the stored decision and charges nothing', async () => {
    const c = await callerWith([limit({})]);
    const id = newId();
    const first = await decide(c, request, T0, id);
    const again = await decide(c, request, T0 + 5000, id);
    expect(again.atMs).toBe(first.atMs);
    expect(again.limits).toEqual(first.limits);
    expect((await decide(c, request, T0 + 5000)).limits[0]?.remaining).toBe(3);
  });

  it('grants what every limit leaves, holds it, and settling gives the rest back', async () => {
    const c = await callerWith([
      limit({ metric: 'tokens', capacity: 1000 }),
      limit({ metric: 'cost', window: { kind: 'lifetime' }, capacity: 2000, scope: 'workspace' }),
    ]);
    const claim: Claim = {
      resource: 'chat',
      amounts: {
        requests: { base: 1 },
        tokens: { base: 100, per: 1 },
        cost: { base: 100 * 3_000_000, per: 4_000_000, divisor: 1_000_000 },
      },
      units: { minimum: 1, wish: 5000 },
    };
    const d = await decide(c, claim, T0);
    if (!d.admitted) throw new Error(d.code);
    // cost leaves (2000 − 300) / 4 = 425, tokens leave 900
    expect(d.granted).toBe(425);
    expect(d.limits.map((l) => [l.used, l.reserved])).toEqual([
      [0, 525],
      [0, 2000],
    ]);
    const reserved = await decide(c, claim, T0 + 1);
    expect(!reserved.admitted && reserved.code).toBe('budget_reserved');
    const settled = await engine.settle(d.reservation, { tokens: 150, cost: 500 }, c.facts, T0 + 2);
    expect(settled).toMatchObject({ state: 'settled', charged: { requests: 1, tokens: 150, cost: 500 } });
    const look = await engine.look(c.caller, T0 + 2);
    if ('outdated' in look) throw new Error('outdated');
    expect(look.limits.map((l) => [l.used, l.reserved])).toEqual([
      [150, 0],
      [500, 0],
    ]);
    expect(await engine.settle(d.reservation, { tokens: 1 }, c.facts, T0 + 3)).toMatchObject({
      state: 'before',
    });
  });

  it('settle only lowers: what was reported beyond the hold is not charged', async () => {
    const c = await callerWith([limit({ metric: 'cost', window: { kind: 'lifetime' }, capacity: 100 })]);
    const d = await decide(c, { resource: 'chat', amounts: { cost: { base: 60 } } }, T0);
    if (!d.admitted) throw new Error(d.code);
    await engine.settle(d.reservation, { cost: 500 }, c.facts, T0);
    const look = await engine.look(c.caller, T0);
    expect('limits' in look && look.limits[0]?.used).toBe(60);
    const entries = (
      await store.pipeline([['XREVRANGE', streamKey(shardOf(c.caller.workspaceId)), '+', '-', 'COUNT', 1]])
    )[0];
    expect(JSON.stringify(entries)).toContain('"unbilled","440"');
  });

  it('live leases never exceed the capacity, and a dead one is free after 30 s', async () => {
    const c = await callerWith([limit({ window: { kind: 'concurrent' }, capacity: 2 })]);
    const a = await decide(c, request, T0);
    const b = await decide(c, request, T0);
    const third = await decide(c, request, T0 + 100);
    expect(!third.admitted && [third.code, third.retryAfterMs]).toEqual(['concurrency_limit_exceeded', 1000]);
    expect(await engine.renew(a.reservation, null, T0 + 20_000)).toBe('renewed');
    expect((await decide(c, request, T0 + 29_999)).admitted).toBe(false);
    expect((await decide(c, request, T0 + 30_000)).admitted).toBe(true);
    expect(await engine.renew(b.reservation, null, T0 + 30_001)).toBe('lost');
    await engine.settle(a.reservation, {}, c.facts, T0 + 30_002);
    expect((await decide(c, request, T0 + 30_003)).admitted).toBe(true);
  });

  it('a calendar day ends at local midnight and nothing has to run then', async () => {
    const zone = 'Asia/Kolkata';
    const c = await callerWith([
      limit({ capacity: 1, window: { kind: 'calendar', unit: 'day', zone, anchorDay: 1 } }),
    ]);
    const midnight = Date.UTC(2026, 4, 15, 18, 30, 0);
    expect((await decide(c, request, midnight - 5000)).admitted).toBe(true);
    const denied = await decide(c, request, midnight - 4000);
    expect(!denied.admitted && denied.retryAfterMs).toBe(4000);
    expect((await decide(c, request, midnight - 1)).admitted).toBe(false);
    expect((await decide(c, request, midnight)).admitted).toBe(true);
  });

  it('a policy older than the store answers stale, an unknown revision answers unknown; neither charges', async () => {
    const c = await callerWith([limit({})]);
    const behind = { ...c, caller: { ...c.caller, rev: 0 } };
    const input = { claim: request, facts: c.facts, nowMs: T0 };
    expect(await engine.decide({ ...input, caller: behind.caller, id: newId() })).toEqual({
      outdated: 'stale',
    });
    const stranger = { ...c.caller, workspaceId: newId() };
    expect(await engine.decide({ ...input, caller: stranger, id: newId() })).toEqual({ outdated: 'unknown' });
    expect((await decide(c, request, T0)).limits[0]?.remaining).toBe(4);
  });

  it('the reaper charges a dead process once, flagged, and a late settle may still lower it', async () => {
    const c = await callerWith([limit({ metric: 'tokens', capacity: 1000 })]);
    const claim: Claim = {
      resource: 'chat',
      amounts: { requests: { base: 1 }, tokens: { base: 40, per: 1 } },
      units: { minimum: 1, wish: 100 },
    };
    // A day later than the other tests of this shard, whose open reservations are reaped first.
    const start = T0 + 86_400_000;
    const d = await decide(c, claim, start);
    const shard = shardOf(c.caller.workspaceId);
    await reapOnce(store, shard, start + 1);
    expect(await reapOnce(store, shard, start + 29_999)).toBe(0);
    expect(await reapOnce(store, shard, start + 30_000)).toBe(1);
    expect(await reapOnce(store, shard, start + 30_000)).toBe(0);
    const look = await engine.look(c.caller, start + 30_000);
    expect('limits' in look && [look.limits[0]?.used, look.limits[0]?.reserved]).toEqual([40, 0]);
    const late = await engine.settle(d.reservation, { tokens: 25 }, c.facts, start + 31_000);
    expect(late).toMatchObject({ state: 'settled', charged: { tokens: 25 } });
    const after = await engine.look(c.caller, start + 31_000);
    expect('limits' in after && after.limits[0]?.used).toBe(25);
  });

  it('a counter the store does not hold is filled from the ledger, never taken for 0', async () => {
    const filled = createEngine({
      store,
      ledger: ledgerWith(store, [{ atMs: T0 - 1000, amount: 7 }]),
      testClock: true,
    });
    const c = await callerWith([limit({ metric: 'cost', window: { kind: 'lifetime' }, capacity: 10 })]);
    const claim: Claim = { resource: 'chat', amounts: { cost: { base: 4 } } };
    const d = await filled.decide({ caller: c.caller, claim, id: newId(), facts: c.facts, nowMs: T0 });
    expect('code' in d && d.code).toBe('budget_exceeded');
  });
}
