import { afterAll, describe, expect, inject, it } from 'vitest';
import { newId } from '../ids';
import type { Limit } from '../plans/limit';
import { shardOf } from '../redis/keys';
import { openRestStore } from '../redis/rest';
import { openTcpStore } from '../redis/tcp';
import { callerWith, decided, ledgerWith, type TestCaller } from '../testing/engine';
import { createEngine } from './engine';
import type { LedgerSource } from './fill';

const servers = inject('servers');
const stores = [openTcpStore(servers.redisUrl), openRestStore(servers.restUrl, servers.restToken)];
const T0 = Date.UTC(2026, 4, 15, 12, 0, 0);

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
});

const base = { resource: '', scope: 'key', ceiling: null, whenDown: 'closed', setBy: 'plan' } as const;
const rate: Limit = {
  ...base,
  metric: 'requests',
  window: { kind: 'rolling', windowMs: 60_000 },
  capacity: 99,
};
const budget: Limit = { ...base, metric: 'cost', window: { kind: 'lifetime' }, capacity: 10 };

describe.each(stores)('filling a counter over $kind', (store) => {
  const known = ledgerWith(store, [{ atMs: T0 - 1000, amount: 3 }]);
  const engine = createEngine({ store, ledger: known, testClock: true });

  async function useOnce({ caller, facts }: TestCaller) {
    const claim = { resource: 'chat', amounts: { requests: { base: 1 } } };
    const decision = decided(await engine.decide({ caller, claim, id: newId(), facts, nowMs: T0 }));
    await engine.settle(decision.reservation, {}, facts, T0);
  }

  /** A ledger whose every answer is followed by use of `other`, and how often it was asked. */
  function ledgerBesideUse(other: TestCaller, times: number) {
    const asked = { times: 0 };
    const ledger: LedgerSource = async (query) => {
      const answer = await known(query);
      asked.times++;
      if (asked.times <= times) await useOnce(other);
      return answer;
    };
    return { ledger, asked };
  }

  async function spend({ caller, facts }: TestCaller, ledger: LedgerSource) {
    const claim = { resource: 'chat', amounts: { cost: { base: 4 } } };
    const engineBeside = createEngine({ store, ledger, testClock: true });
    return engineBeside.decide({ caller, claim, id: newId(), facts, nowMs: T0 });
  }

  it('what others of its shard settle meanwhile does not hold it up', async () => {
    const mine = await callerWith([budget]);
    const shard = shardOf(mine.caller.workspaceId);
    let other = await callerWith([rate]);
    while (shardOf(other.caller.workspaceId) !== shard) other = await callerWith([rate]);
    await useOnce(other);
    const { ledger, asked } = ledgerBesideUse(other, Number.POSITIVE_INFINITY);
    const decision = await spend(mine, ledger);
    expect(decision).toMatchObject({ admitted: true, limits: [{ used: 3, reserved: 4 }] });
    expect(asked.times).toBe(1);
  });

  it('what its own subject settles meanwhile has the ledger read again', async () => {
    const mine = await callerWith([budget]);
    const unlimited = { ...mine, caller: { ...mine.caller, limits: [rate] } };
    await useOnce(unlimited);
    const { ledger, asked } = ledgerBesideUse(unlimited, 2);
    expect(await spend(mine, ledger)).toMatchObject({ admitted: true, limits: [{ used: 3, reserved: 4 }] });
    expect(asked.times).toBe(3);
  });
});
