import { afterAll, afterEach, expect, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import type { Limit } from '../plans/limit';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { openCut } from '../testing/cut';
import { callerWith } from '../testing/engine';
import { ledgerEvent } from '../testing/ledger-events';
import { startConsumer } from '../usage/consumer';
import { ingest } from '../usage/ingest';
import { ordersOf, ordersTaken, takeOrders, writeOrders } from '../usage/order-book';
import { settledAs } from '../usage/rebuild-records';
import { usedSoFar } from '../usage/used-so-far';
import { createEngine } from './engine';
import { createOrders, type Held, type OrderBook, reservationOf, type SettleOrder } from './orders';
import { reapOnce } from './reaper';

// Before anything reads the environment.
const line = await openCut(process.env.DATABASE_URL ?? '');
process.env.DATABASE_URL = line.url;
afterAll(async () => {
  await db().$disconnect();
  await line.close();
});

const BUDGET: Limit = {
  metric: 'cost',
  resource: '',
  scope: 'key',
  window: { kind: 'lifetime' },
  capacity: 1000,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'key',
};
const claim = { resource: 'chat', amounts: { requests: { base: 1 }, cost: { base: 100 } } };
const book: OrderBook = { write: writeOrders, take: takeOrders, taken: ordersTaken, of: ordersOf };
const told: string[] = [];
const engine = createEngine({ store: store(), ledger: usedSoFar });
const orders = createOrders({ engine, book, onError: (_, message) => told.push(message) });

afterEach(async () => {
  await db().settleOrder.deleteMany();
});

/** A request that holds 100 of its key's budget, and used 30. */
async function held(): Promise<SettleOrder> {
  const { caller, facts } = await callerWith([BUDGET]);
  const id = newId();
  const decision = await engine.decide({ caller, claim, id, facts });
  if (!('admitted' in decision) || !decision.admitted) throw new Error('not admitted');
  return orderOf({ id, caller, claim, granted: null, admittedAtMs: decision.atMs, facts });
}

const orderOf = (one: Held): SettleOrder => ({
  ...one,
  actual: { cost: 30 },
  ended: { ...one.facts, tokensOut: 7 },
});

async function counter({ caller }: Held) {
  const seen = await engine.look(caller);
  if (!('limits' in seen)) throw new Error('outdated');
  const [{ used, reserved } = { used: -1, reserved: -1 }] = seen.limits;
  return { used, reserved };
}

async function inLedger({ caller: { workspaceId } }: Held) {
  const consumer = startConsumer();
  await consumer.drained();
  await consumer.stop();
  const where = { workspaceId };
  return db().usageEvent.findMany({ where, select: { costMicros: true, tokensOut: true, rank: true } });
}

const ROW = { costMicros: 30n, tokensOut: 7n, rank: 2 };
/** Makes every order due again. */
const dueNow = () => db().settleOrder.updateMany({ data: { nextAt: new Date(0) } });

test('an order is settled in the store, and closed once the ledger holds its event', async () => {
  const order = await held();
  await orders.order(order);
  expect(await counter(order)).toEqual({ used: 0, reserved: 100 });
  expect(await orders.replay()).toBe(1);
  expect(await counter(order)).toEqual({ used: 30, reserved: 0 });
  // The store may lose what it has just acknowledged.
  await dueNow();
  expect(await orders.replay()).toBe(1);
  expect(await db().settleOrder.count()).toBe(1);
  expect(await inLedger(order)).toEqual([ROW]);
  await dueNow();
  expect(await orders.replay()).toBe(0);
  expect(await db().settleOrder.count()).toBe(0);
  expect(await counter(order)).toEqual({ used: 30, reserved: 0 });
});

test('a settle whose reply was lost is ordered, replayed and counted once', async () => {
  const order = await held();
  await engine.settle(reservationOf(order), order.actual, order.ended);
  await orders.order(order);
  await orders.order({ ...order, actual: { cost: 99 } });
  expect(await orders.replay()).toBe(1);
  expect(await counter(order)).toEqual({ used: 30, reserved: 0 });
  expect(await inLedger(order)).toEqual([ROW]);
});

test('an order of a reservation that the store never knew is charged, in the counter and in the ledger', async () => {
  const known = await held();
  const order = orderOf({ ...known, id: newId() });
  await orders.order(order);
  expect(await orders.replay()).toBe(1);
  expect(await counter(order)).toEqual({ used: 30, reserved: 100 });
  expect(await inLedger(order)).toEqual([ROW]);
});

test('the reaper settles by an order where there is one, and else charges what the last renewal said', async () => {
  const [ordered, silent] = [await held(), await held()];
  await writeOrders([ordered]);
  const late = Date.now() + 31_000;
  for (const { caller } of [ordered, silent])
    await reapOnce(store(), shardOf(caller.workspaceId), late, { ...orders, inLedger: settledAs });
  expect(await counter(ordered)).toEqual({ used: 30, reserved: 0 });
  expect(await counter(silent)).toEqual({ used: 100, reserved: 0 });
  expect(await inLedger(ordered)).toEqual([ROW]);
  expect(await inLedger(silent)).toEqual([{ costMicros: 100n, tokensOut: 0n, rank: 1 }]);
});

test('an order that is itself at fault keeps the reaper from nobody, and its reservation is reaped without it', async () => {
  const order = await held();
  const { caller, facts } = order;
  const id = newId();
  await engine.decide({ caller, claim, id, facts });
  await writeOrders([{ ...order, actual: { cost: 0.5 } } as SettleOrder]);
  const witnesses = { ...orders, inLedger: settledAs };
  const reaped = await reapOnce(store(), shardOf(caller.workspaceId), Date.now() + 31_000, witnesses);
  expect(reaped).toBeGreaterThanOrEqual(2);
  expect(await counter(order)).toEqual({ used: 200, reserved: 0 });
  expect(told.splice(0)).toEqual(['a settle order was refused by the store']);
});

test('the reaper charges what the ledger has where the store forgot a settle, and its process is gone', async () => {
  const order = await held();
  const { id, caller, admittedAtMs, ended } = order;
  const facts = {
    id,
    admittedAtMs,
    workspaceId: caller.workspaceId,
    keyId: ended.keyId,
    userId: ended.userId,
  };
  await ingest([ledgerEvent({ ...facts, costMicros: 30, tokensOut: 7 })]);
  await reapOnce(store(), shardOf(caller.workspaceId), Date.now() + 31_000, {
    ...orders,
    inLedger: settledAs,
  });
  expect(await counter(order)).toEqual({ used: 30, reserved: 0 });
  expect(await inLedger(order)).toEqual([ROW]);
});

test('an order that the database did not take is kept in memory and written when it answers again', async () => {
  const order = await held();
  line.cut();
  await orders.order(order);
  expect(orders.unwritten()).toBe(1);
  expect(told).toEqual(['settle orders could not be written; they are kept in memory and tried again']);
  line.restore();
  expect(await orders.replay()).toBe(1);
  expect(orders.unwritten()).toBe(0);
  expect(await counter(order)).toEqual({ used: 30, reserved: 0 });
  expect(await inLedger(order)).toEqual([ROW]);
});

test('of two processes that replay at once each order goes to one', async () => {
  const many: SettleOrder[] = [];
  for (let i = 0; i < 30; i++) many.push(await held());
  await writeOrders(many);
  const taken = await Promise.all([takeOrders(20), takeOrders(20)]);
  expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(30);
  expect(taken.flat()).toHaveLength(30);
});

test('an order that is settled again and again and never seen in the ledger becomes a dead letter', async () => {
  const order = await held();
  await orders.order(order);
  await db().settleOrder.update({ where: { id: order.id }, data: { taken: 51 } });
  expect(await takeOrders(10)).toEqual([]);
  expect(await db().settleOrder.count()).toBe(0);
  const [letter] = await db().deadLetter.findMany({ where: { streamId: `order ${order.id}` } });
  expect(JSON.parse(letter?.payload ?? '')).toMatchObject({ id: order.id, actual: { cost: 30 } });
});
