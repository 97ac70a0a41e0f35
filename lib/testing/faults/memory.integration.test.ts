import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../../db/client';
import { epochKey, shardOf } from '../../redis/keys';
import { store } from '../../redis/store';
import { figure } from '../proof';
import { audit, differences, figures, NOTHING_WRONG, settle } from './books';
import { type Answer, startLoad } from './load';
import { makeKeys, openRig, type Rig } from './rig';

/** A store that loses its memory, all of it or its newest part, under traffic that has budgets. Two instances. */

let rig: Rig;
let money: Awaited<ReturnType<typeof makeKeys>>;
const all: Answer[] = [];

beforeAll(async () => {
  rig = await openRig({ instances: 2 });
  money = await makeKeys(rig, 2);
}, 120_000);
afterAll(() => rig?.close(), 60_000);

const epoch = async (): Promise<{ value: string | null; atMs: number }> => {
  const key = epochKey(shardOf(money.workspace.id));
  // The time first: what is absent now was absent then.
  const [time, value] = await store().pipeline([['TIME'], ['GET', key]]);
  const [whole, micros] = (time as string[]).map(Number);
  return { value: value as string | null, atMs: Math.floor((whole ?? 0) * 1000 + (micros ?? 0) / 1000) };
};

/** Watches until the epoch is another one. @returns store time (ms) at which it was last seen absent, or not yet so */
async function rebuilt(before: string | null): Promise<{ lastAbsentMs: number; lastStaleMs: number }> {
  for (let [lastAbsentMs, lastStaleMs] = [0, 0]; ; ) {
    const { value, atMs } = await epoch().catch(() => ({ value: before, atMs: 0 }));
    if (value === null) lastAbsentMs = atMs;
    else if (value !== before) return { lastAbsentMs, lastStaleMs };
    else lastStaleMs = atMs;
    await sleep(3);
  }
}

/** Admissions of the ledger in (fromMs, toMs], store time. What was never admitted stands there as void. */
const admitted = (fromMs: number, toMs: number): Promise<number> =>
  db().usageEvent.count({
    where: {
      workspaceId: money.workspace.id,
      outcome: { not: 'void' },
      admittedAt: { gt: new Date(fromMs), lte: new Date(toMs) },
    },
  });

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** @param lose answers store time when memory was lost */
async function underLoad(lose: () => Promise<number>) {
  const load = startLoad(rig, money.keys, { workers: 8, pauseMs: 10 });
  const decided = (count: number, from: number) =>
    load.answers.slice(from).filter(({ source, status }) => source === 'redis' && status === 200).length >=
    count;
  while (!decided(40, 0)) await sleep(20);
  const { value } = await epoch();
  const lostMs = await lose();
  const { lastAbsentMs, lastStaleMs } = await rebuilt(value);
  const known = load.answers.length;
  while (!decided(20, known)) await sleep(20);
  const answers = await load.stop();
  all.push(...answers);
  const refused = answers.filter(({ status }) => status === 503).length;
  const rebuiltMs = Math.max(lastAbsentMs, lastStaleMs);
  return { lostMs, lastAbsentMs, lastStaleMs, rebuiltMs, refused };
}

let flushed: { lostMs: number; lastAbsentMs: number };

/** Until the loss is noticed stale counters may be used: that is the bound, and here its figure. */
function tell(
  what: string,
  { lostMs, lastStaleMs, rebuiltMs, refused }: Awaited<ReturnType<typeof underLoad>>,
) {
  figure(
    `${what} under load: noticed within ${seconds(Math.max(0, lastStaleMs - lostMs))} s, rebuilt after ` +
      `${seconds(rebuiltMs - lostMs)} s, ${refused} calls refused meanwhile`,
  );
}

it('a store that is flushed under load gets its counters back by itself', async () => {
  const redis = new Redis(rig.redis.url());
  const { refused, ...window } = await underLoad(async () => {
    const done = await redis.multi().flushall().time().exec();
    const [whole = 0, micros = 0] = (done?.[1]?.[1] ?? []) as number[];
    return Math.ceil(Number(whole) * 1000 + Number(micros) / 1000);
  });
  redis.disconnect();
  flushed = window;
  tell('flushed', { ...window, refused });
  expect(window.lastAbsentMs).toBeGreaterThan(window.lostMs);
}, 120_000);

it('a store that loses power, and with it what it had not saved, gets it back from instances and ledger', async () => {
  rig.redis.losing = true;
  await sleep(200);
  const power = await underLoad(async () => {
    await sleep(1500);
    rig.redis.kill();
    await rig.redis.start();
    return Date.now();
  });
  rig.redis.losing = false;
  tell(`power and ${rig.redis.lostBytes} bytes of the log lost`, power);
  expect(rig.redis.lostBytes).toBeGreaterThan(0);
}, 120_000);

it('a replica that takes over gets its counters rebuilt', async () => {
  const over = await underLoad(async () => {
    await rig.redis.failOver();
    return Date.now();
  });
  tell('failed over', over);
}, 120_000);

it('afterwards nothing is lost, and nothing was admitted by budget between the flush and the rebuild', async () => {
  const settled = await settle();
  const books = await audit(rig, all);
  const early = await admitted(flushed.lostMs, flushed.lastAbsentMs);
  figure(`flushed, power lost, failed over: ${figures(books, settled)}`);
  figure(`budget traffic admitted between the flush and the rebuild: ${early}`);
  expect({ ...books, ...settled }).toMatchObject({ ...NOTHING_WRONG, open: 0, orders: 0 });
  expect(early).toBe(0);
  // They would be seen: there were some just before.
  expect(await admitted(flushed.lostMs - 1000, flushed.lostMs)).toBeGreaterThan(0);
  expect(await differences(rig, money.keys)).toEqual([]);
}, 240_000);
