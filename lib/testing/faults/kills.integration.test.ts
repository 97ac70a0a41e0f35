import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit, differences, figures, NOTHING_WRONG, settle } from './books';
import { KILLS, killAt } from './kills';
import { startLoad } from './load';
import { makeKeys, openRig, type Rig } from './rig';

/** kill -9 of instances (and with them of the ledger's reader), Redis and PostgreSQL, under load, at named steps. */

const LONG = process.env.LONG === '1';
const kills = LONG
  ? Array.from({ length: 105 }, (_, i) => KILLS[i % KILLS.length] as (typeof KILLS)[0])
  : KILLS.slice(0, 10);
/** Traffic between two kills, so that each meets a working system. */
const BETWEEN_MS = 300;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ instances: 2, ownPostgres: true });
}, 240_000);
afterAll(() => rig?.close(), 60_000);

it(`${kills.length} kills under load: every upstream call is in the ledger once, at its amount or flagged`, async () => {
  const { keys } = await makeKeys(rig, 3);
  const load = startLoad(rig, keys, { workers: 8, pauseMs: 30 });
  for (const kill of kills) {
    await killAt(rig, kill);
    await sleep(BETWEEN_MS);
  }
  const answers = await load.stop();
  const settled = await settle();
  const books = await audit(rig, answers);
  console.log(`${kills.length} kills: ${figures(books, settled)}`);
  expect({ ...books, ...settled }).toMatchObject({ ...NOTHING_WRONG, open: 0, orders: 0 });
  expect(await differences(rig, keys)).toEqual([]);
}, 1_800_000);
