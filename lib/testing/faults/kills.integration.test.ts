import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { figure, scaled } from '../proof';
import { audit, differences, figures, NOTHING_WRONG, settle } from './books';
import { KILLS, killAt, LAST_WORDS, MORE_KILLS, REAPER } from './kills';
import { startLoad } from './load';
import { makeKeys, openRig, type Rig } from './rig';

/** kill -9 of instances (and with them of the ledger's reader), Redis and PostgreSQL, under load, at named steps. */

const ROUNDS = scaled(1, 3);
const KINDS = ROUNDS === 1 ? KILLS : [...KILLS, ...MORE_KILLS];
const kills = Array.from({ length: ROUNDS }, () => KINDS).flat();
const count = kills.flat().length + (ROUNDS > 1 ? 2 : 0);
/** Traffic between two kills, so that each meets a working system. */
const BETWEEN_MS = 300;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ instances: 2, ownPostgres: true });
}, 240_000);
afterAll(() => rig?.close(), 60_000);

it(`${count} kills under load: every upstream call is in the ledger once, at its amount or flagged`, async () => {
  const { keys } = await makeKeys(rig, 3);
  const load = startLoad(rig, keys, { workers: scaled(8, 16), pauseMs: 30, longEvery: scaled(0, 20) });
  for (const together of kills) {
    await Promise.all(together.map((kill) => killAt(rig, kill)));
    await sleep(BETWEEN_MS);
  }
  if (ROUNDS > 1) await killAt(rig, LAST_WORDS);
  const answers = await load.stop();
  if (ROUNDS > 1) await killAt(rig, REAPER);
  const settled = await settle();
  const books = await audit(rig, answers);
  figure(`${count} kills: ${figures(books, settled)}`);
  expect({ ...books, ...settled }).toMatchObject({ ...NOTHING_WRONG, open: 0, orders: 0 });
  expect(await differences(rig, keys)).toEqual([]);
}, 1_800_000);
