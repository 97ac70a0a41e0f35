import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import type { Limit } from '../plans/limit';
import { epochKey, shardOf } from '../redis/keys';
import { prompt } from '../redis/prompt';
import { store } from '../redis/store';
import { callerWith, type TestCaller } from '../testing/engine';
import { killableRedis, newFolder } from '../testing/faults/killable';
import { Line } from '../testing/faults/line';
import { redisDialect } from '../testing/faults/redis-dialect';
import { figure, scaled } from '../testing/proof';
import { makeProcess } from '../testing/rebuild';
import { loadRevisions } from '../testing/revision';
import { startConsumer } from '../usage/consumer';
import { confirm } from '../usage/rebuild-records';
import { usedSoFar } from '../usage/used-so-far';
import { createEngine } from './engine';
import type { Held } from './orders';

// A redis-server of the test's own, behind one address. Before anything reads the environment.
const folder = newFolder();
const redis = await killableRedis(folder);
const line = await new Line(
  () => Number(new URL(redis.url()).port),
  () => redisDialect(() => undefined),
).open();
process.env.REDIS_URL = line.through(redis.url());
const engine = createEngine({ store: prompt(store()), ledger: usedSoFar });
/** Reads the books, replays and puts back, however long that takes. */
const auditor = createEngine({ store: store(), ledger: usedSoFar });
const consumer = startConsumer();

afterAll(async () => {
  await consumer.stop();
  await store().close();
  await line.close();
  await redis.remove();
  fs.rmSync(folder, { recursive: true, force: true });
});

const CAPACITY = 6_000;
const budget: Limit = {
  metric: 'cost',
  resource: '',
  scope: 'key',
  window: { kind: 'lifetime' },
  capacity: CAPACITY,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'key',
};
const claim = { resource: 'chat', amounts: { requests: { base: 1 }, cost: { base: 100 } } };

type Process = ReturnType<typeof makeProcess>;
const processes: Process[] = [];
function startProcess(): Process {
  const started = makeProcess(store(), engine, auditor);
  processes.push(started);
  return started;
}
async function stopProcesses() {
  await Promise.all(processes.splice(0).map((one) => one.stop()));
}

const epochStands = async ({ caller }: TestCaller) =>
  (await store().pipeline([['EXISTS', epochKey(shardOf(caller.workspaceId))]]))[0] === 1;

async function counterOf({ caller }: TestCaller) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const seen = await auditor.look(caller);
    if ('limits' in seen) return { used: seen.limits[0]?.used, reserved: seen.limits[0]?.reserved };
    await loadRevisions(caller.workspaceId, caller.catalogId);
  }
  throw new Error('the revisions do not stay');
}

async function untilAllStand(callers: TestCaller[], withinMs = 30_000) {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const stand = await Promise.all(callers.map(epochStands)).catch(() => [false]);
    if (stand.every(Boolean)) return;
    if (performance.now() > endsAt) throw new Error('not rebuilt in time');
    await sleep(20);
  }
}

test('a store that never had an epoch gets one at once', async () => {
  const startedMs = performance.now();
  const one = startProcess();
  await one.watch.ready;
  figure(`first epoch of all shards after ${Math.round(performance.now() - startedMs)} ms`);
  expect(await epochStands(await callerWith([budget]))).toBe(true);
  // A server that has just started may have forgotten what the living will tell it.
  expect(one.watch.mayReap()).toBe(false);
  await stopProcesses();
  expect(await db().instance.count()).toBe(0);
});

/** Uses budgets from two processes while `trouble` happens to the store, and holds the books against each other. */
async function booksAfter(trouble: () => Promise<void>) {
  const both = [startProcess(), startProcess()];
  await Promise.all(both.map(({ watch }) => watch.ready));
  const callers: TestCaller[] = [];
  while (callers.length < 8) callers.push(await callerWith([budget]));
  const settled = new Map<string, number>();
  let whileClosed = 0;
  const spent = new Set<TestCaller>();
  // Requests that are running when it happens, and end long after.
  const long: [Process, Held][] = [];
  for (const [i, caller] of callers.entries()) {
    const one = both[i % 2] as Process;
    let held = await one.begin(caller, claim);
    while (typeof held !== 'object') held = await one.begin(caller, claim);
    long.push([one, held]);
  }
  let isOver = false;
  const load = callers.flatMap((caller) =>
    both.map(async (one) => {
      for (let i = 0; !isOver; i++) {
        const stood = await epochStands(caller).catch(() => true);
        const held = await one.begin(caller, claim);
        const stands = await epochStands(caller).catch(() => true);
        if (typeof held !== 'object') {
          if (held === 'denied') spent.add(caller);
          await sleep(20);
          continue;
        }
        if (!stood && !stands) whileClosed++;
        await sleep((i % 5) * 5);
        const cost = 50 + 5 * (i % 11);
        await one.settle(held, cost);
        settled.set(held.id, cost);
      }
    }),
  );
  await sleep(1000);
  const troubledMs = performance.now();
  await trouble();
  await untilAllStand(callers);
  const rebuiltMs = Math.round(performance.now() - troubledMs);
  // Until each budget is spent, for the largest temptation.
  spent.clear();
  for (const endsAt = performance.now() + 30_000; spent.size < callers.length; await sleep(50)) {
    if (performance.now() > endsAt) throw new Error('the budgets cannot be spent');
  }
  isOver = true;
  await Promise.all(load);
  for (const [one, held] of long) {
    await one.settle(held, 50);
    settled.set(held.id, 50);
  }
  await consumer.drained();
  await untilOrdered();
  await consumer.drained();
  const rows = await db().usageEvent.findMany({
    where: { workspaceId: { in: callers.map((c) => c.caller.workspaceId) } },
  });
  const charged = new Map(rows.map((row) => [row.id, Number(row.costMicros)]));
  const missing = [...settled.keys()].filter((id) => !charged.has(id)).length;
  const different = [...settled].filter(([id, cost]) => charged.has(id) && charged.get(id) !== cost).length;
  const surplus = rows.filter((row) => !settled.has(row.id) && row.outcome !== 'void').length;
  const wrongCounters = [];
  let [overshoot, unspent] = [0, 0];
  for (const caller of callers) {
    const mine = rows.filter((row) => row.workspaceId === caller.caller.workspaceId);
    const ledger = mine.reduce((sum, row) => sum + Number(row.costMicros), 0);
    overshoot = Math.max(overshoot, ledger - CAPACITY);
    unspent = Math.max(unspent, CAPACITY - ledger);
    const counter = await counterOf(caller);
    if (counter.used !== ledger || counter.reserved !== 0) wrongCounters.push({ ledger, ...counter });
  }
  await stopProcesses();
  expect(wrongCounters).toEqual([]);
  return {
    calls: settled.size,
    whileClosed,
    missing,
    different,
    surplus,
    overshoot: Math.max(0, overshoot),
    unspent,
    rebuiltMs,
  };
}

/** Every order is in the ledger. */
async function untilOrdered() {
  const endsAt = performance.now() + 20_000;
  while ((await db().settleOrder.count()) > 0) {
    if (performance.now() > endsAt) throw new Error('orders are left');
    await sleep(100);
  }
}

const RIGHT = { whileClosed: 0, missing: 0, different: 0, surplus: 0, overshoot: 0 };

test('a store that is flushed under load gets back what living processes hold and what they settled', async () => {
  for (let round = 0; round < scaled(1, 20); round++) {
    const books = await booksAfter(async () => {
      await store().pipeline([['FLUSHALL']]);
    });
    figure(`flushed under load: ${JSON.stringify(books)}`);
    expect(books.calls).toBeGreaterThan(100);
    expect(books).toMatchObject(RIGHT);
  }
}, 1_200_000);

test('a store that lost power, and with it its newest writes, gets them back', async () => {
  redis.losing = true;
  for (let round = 0; round < scaled(1, 20); round++) {
    const books = await booksAfter(async () => {
      redis.kill();
      await redis.start();
    });
    figure(`lost power under load: ${JSON.stringify(books)}`);
    expect(books.calls).toBeGreaterThan(100);
    expect(books).toMatchObject(RIGHT);
  }
  redis.losing = false;
}, 1_200_000);

test('a server that came back is not asked on its old counters before its memory has been looked at', async () => {
  const one = startProcess();
  await one.watch.ready;
  const mine = await callerWith([budget]);
  const { caller, facts } = mine;
  const decide = () => auditor.decide({ caller, claim, id: newId(), facts });
  expect(await decide()).toMatchObject({ admitted: true });
  // All of it is on disk, so that the old epoch comes back too.
  await sleep(1500);
  redis.kill();
  await redis.start();
  let first: object | null = null;
  while (!first) first = await decide().catch(() => null);
  expect(first).toEqual({ outdated: 'unknown' });
  await untilAllStand([mine]);
  await loadRevisions(caller.workspaceId, caller.catalogId);
  expect(await counterOf(mine)).toEqual({ used: 0, reserved: 100 });
  await stopProcesses();
}, 60_000);

test('a process that died without a word is waited for no longer than 10 s', async () => {
  const one = startProcess();
  await one.watch.ready;
  const caller = await callerWith([budget]);
  const dead = newId();
  await db().instance.create({ data: { id: dead, seenAt: new Date() } });
  const shard = shardOf(caller.caller.workspaceId);
  const rebuildId = async () => (await db().rebuild.findUnique({ where: { shard } }))?.id;
  const before = await rebuildId();
  await store().pipeline([['FLUSHALL']]);
  const lostMs = performance.now();
  while ((await rebuildId()) === before) await sleep(20);
  // Its last word comes late, and is about a rebuild before this one.
  await confirm(shard, 'earlier', dead);
  await untilAllStand([caller]);
  const tookMs = performance.now() - lostMs;
  figure(`rebuilt without a dead process after ${Math.round(tookMs)} ms`);
  expect(tookMs).toBeGreaterThan(10_000);
  await db().instance.deleteMany();
  await stopProcesses();
}, 60_000);
