import { beforeEach, expect, test } from 'vitest';
import { newId } from '../ids';
import { shardOf } from '../redis/keys';
import { FACTS } from '../testing/engine';
import type { SettleOrder } from './orders';
import { createSettledLately } from './settled';

const workspaceId = newId();
const shard = shardOf(workspaceId);
let settled = createSettledLately(0);
beforeEach(() => {
  settled = createSettledLately(0);
  settled.begin();
});

function order(): SettleOrder {
  const caller = {
    workspaceId,
    catalogId: 'test',
    rev: 1,
    catalogRev: 1,
    subjects: { key: 'k', user: 'u', workspace: workspaceId },
    limits: [],
  };
  const claim = { resource: 'chat', amounts: {} };
  const facts = { ...FACTS, workspaceId };
  return { id: newId(), caller, claim, granted: null, admittedAtMs: 1, facts, actual: {}, ended: facts };
}

const look = (epoch: string, lastId: string, readUpTo: string) =>
  settled.seen(shard, settled.take(shard), epoch, lastId, readUpTo);

test('a process that looks at no shard keeps nothing', () => {
  settled = createSettledLately(0);
  settled.add(order());
  expect(settled.size()).toBe(0);
});

test('what was settled is kept until the ledger has read past it, and then forgotten', () => {
  look('a', '5-0', '5-0');
  settled.add(order());
  look('a', '7-0', '5-0');
  expect(settled.size()).toBe(1);
  look('a', '9-0', '6-9');
  expect(settled.size()).toBe(1);
  look('a', '9-0', '7-0');
  expect(settled.size()).toBe(0);
});

test.each(['', 'b'])(
  'when the epoch becomes "%s", all that is kept is doubtful once the ledger has read on',
  (epoch) => {
    const [first, second] = [order(), order()];
    look('a', '5-0', '5-0');
    settled.add(first);
    look('a', '7-0', '5-0');
    settled.add(second);
    // The memory was lost: a smaller stream with a newer end.
    look(epoch, '8-0', '7-5');
    expect(settled.doubtful(shard, '7-5')).toEqual([]);
    expect(settled.doubtful(shard, '8-0')).toEqual([first, second]);
    settled.cleared(shard, '8-0');
    expect(settled.doubtful(shard, '9-0')).toEqual([]);
    expect(settled.size()).toBe(0);
  },
);

test('while the epoch is gone, each look has its own end to wait for, so that steady traffic holds nobody up', () => {
  const [first, second] = [order(), order()];
  look('a', '5-0', '5-0');
  settled.add(first);
  look('', '8-0', '5-0');
  settled.add(second);
  look('', '12-0', '8-0');
  expect(settled.doubtful(shard, '8-0')).toEqual([first]);
  settled.cleared(shard, '8-0');
  expect(settled.doubtful(shard, '12-0')).toEqual([second]);
});

test('a look that failed forgets nothing', () => {
  const [first, second] = [order(), order()];
  settled.add(first);
  const taken = settled.take(shard);
  settled.add(second);
  settled.putBack(shard, taken);
  expect(settled.take(shard)).toEqual([first, second]);
});

test('what the ledger has is kept some seconds longer, for the store may forget it', () => {
  settled = createSettledLately(60_000);
  settled.begin();
  const one = order();
  settled.add(one);
  look('a', '5-0', '4-0');
  look('a', '5-0', '5-0');
  look('a', '5-0', '5-0');
  look('b', '5-0', '5-0');
  expect(settled.doubtful(shard, '5-0')).toEqual([one]);
});
