import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { figure, scaled } from '../proof';
import { audit, differences, figures, NOTHING_WRONG, settle } from './books';
import { type Answer, type Load, startLoad, wallMs } from './load';
import { makeKeys, openRig, type Rig } from './rig';

/** A store that lives and does not serve: slow, read-only, out of memory. Two instances, under load. */

const TROUBLE_MS = scaled(3000, 20_000);
const SLOW_MS = 2000;

let rig: Rig;
let redis: Redis;
/** `money`: keys with a budget, which is closed without the store. `rate`: a rate alone, which goes on. */
let keys: Record<'money' | 'rate', { id: string; key: string }[]>;
const all: Answer[] = [];

beforeAll(async () => {
  rig = await openRig({ instances: 2, env: { STORE_DEADLINE_MS: '100' } });
  redis = new Redis(rig.redis.url());
  const [money, rate] = [await makeKeys(rig, 2), await makeKeys(rig, 0, 'enterprise')];
  keys = { money: money.keys, rate: [await rate.key({ rpm: 100_000 })] };
  // The first calls load what the later ones find in memory.
  for (const kind of ['money', 'rate'] as const) await warmUp(kind);
}, 240_000);
afterAll(async () => {
  redis?.disconnect();
  await rig?.close();
}, 60_000);

async function warmUp(kind: 'money' | 'rate'): Promise<void> {
  const load = startLoad(rig, keys[kind], { workers: 4, pauseMs: 0, streamEvery: 0 });
  while (load.answers.filter(({ source }) => source === 'redis').length < 20) await sleep(20);
  all.push(...(await load.stop()));
}

const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Traffic of both kinds: before, while `trouble` lasts, and until the store decides again. */
async function through(name: string, trouble: () => Promise<unknown>, end: () => Promise<unknown>) {
  const loads: Record<'money' | 'rate', Load> = {
    money: startLoad(rig, keys.money, { workers: 4, pauseMs: 10, streamEvery: 0 }),
    rate: startLoad(rig, keys.rate, { workers: 4, pauseMs: 10, streamEvery: 0 }),
  };
  await sleep(1500);
  await trouble();
  const begunMs = wallMs();
  await sleep(TROUBLE_MS);
  const overMs = wallMs();
  await end();
  const isBack = ({ source, startedAtMs }: Answer) => source === 'redis' && startedAtMs > overMs;
  while (!loads.money.answers.some(isBack) || !loads.rate.answers.some(isBack)) await sleep(20);
  const backMs = wallMs() - overMs;
  const answers = { money: await loads.money.stop(), rate: await loads.rate.stop() };
  all.push(...answers.money, ...answers.rate);
  const within = ({ startedAtMs, tookMs }: Answer) => startedAtMs > begunMs && startedAtMs + tookMs < overMs;
  const during = { money: answers.money.filter(within), rate: answers.rate.filter(within) };
  const count = (of: Answer[], status: number) => of.filter((answer) => answer.status === status).length;
  const took = [...during.money, ...during.rate].map(({ tookMs }) => tookMs);
  const before = [...answers.money, ...answers.rate]
    .filter(({ startedAtMs, tookMs }) => startedAtMs + tookMs < begunMs)
    .map(({ tookMs }) => tookMs);
  const p99Ms = { before: percentile(before, 0.99), during: percentile(took, 0.99) };
  figure(
    `${name} for ${TROUBLE_MS / 1000} s: budgets ${count(during.money, 503)} refused, ${count(during.money, 200)} ` +
      `admitted; rates ${count(during.rate, 200)} admitted of ${during.rate.length} by ` +
      `${[...new Set(during.rate.map(({ source }) => source))].join(', ')}; p99 ${Math.round(p99Ms.during)} ms ` +
      `(before: ${Math.round(p99Ms.before)} ms); decided by the store again after ${Math.round(backMs)} ms`,
  );
  return { during, count, p99Ms };
}

/** Decided from memory; or not at all, in the moments when this machine let the database be late as well. */
function expectLocal(answers: Answer[]): void {
  const told = [...new Set(answers.map(({ status, source }) => `${status} ${source}`))];
  expect(told).toContain('200 local');
  expect(told.filter((how) => how !== '200 local' && how !== '503 closed')).toEqual([]);
}

it('a store slowed to 2 s makes nobody wait for it, and admits nothing by budget', async () => {
  const slow = async (delayMs: number) => {
    for (const { store } of rig.members) store.delayMs = delayMs;
  };
  const { during, count, p99Ms } = await through(
    'Redis slowed to 2 s',
    () => slow(SLOW_MS),
    () => slow(0),
  );
  expect(count(during.money, 200)).toBe(0);
  expectLocal(during.rate);
  // Without a deadline each would take this long at least. What they take is a figure of the machine, told above.
  expect(p99Ms.during).toBeLessThan(SLOW_MS);
}, 240_000);

it('a store that became a read-only replica admits nothing by budget, and rates go on', async () => {
  const { during, count } = await through(
    'Redis read-only',
    () => redis.replicaof('127.0.0.1', 1),
    () => redis.replicaof('NO', 'ONE'),
  );
  expect(count(during.money, 200)).toBe(0);
  expectLocal(during.rate);
}, 240_000);

it('a store without memory left admits nothing by budget, and rates go on', async () => {
  const { during, count } = await through(
    'Redis out of memory',
    () => redis.config('SET', 'maxmemory', 1),
    () => redis.config('SET', 'maxmemory', 0),
  );
  expect(count(during.money, 200)).toBe(0);
  expectLocal(during.rate);
}, 240_000);

it('afterwards nothing is half written: ledger, counters and the upstream agree', async () => {
  const settled = await settle();
  const books = await audit(rig, all);
  figure(`slow, read-only, out of memory: ${figures(books, settled)}`);
  expect({ ...books, ...settled }).toMatchObject({ ...NOTHING_WRONG, open: 0, orders: 0 });
  expect(await differences(rig, keys.money)).toEqual([]);
  expect(await differences(rig, keys.rate)).toEqual([]);
}, 240_000);
