import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { db } from '../../db/client';
import { freePort } from '../../demo/services/ports';
import { newId } from '../../ids';
import { ROOT } from '../bundle';
import { makeKey } from '../gateway';
import { makeUser, makeWorkspace, seedForTests } from '../tenants';
import {
  buildLane,
  FOLDER,
  median,
  production,
  ROOM,
  type Running,
  requestsPerSecond,
  start,
  stop,
} from './lane-process';

/**
 * The doors, in one run: Next's with seven limits, the lane without limits, with two script calls that do
 * nothing (yardstick.ts), and with the same seven limits. The promise: the last at least 6 times the first.
 */

const NEXT = path.join(ROOT, 'node_modules/next/dist/bin/next');
const ROUNDS = 3;
/** Never reached, and all of its limits are checked and counted. */
const CAPACITY = 9_000_000_000_000n;

/** Key: requests and tokens a minute, tokens a day, a budget; workspace: requests a day and a month, concurrency. */
export async function sevenLimitKey(): Promise<string> {
  await seedForTests();
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner);
  const rules: [scope: string, metric: string, window: string][] = [
    ['key', 'requests', 'rolling 60000'],
    ['key', 'tokens', 'rolling 60000'],
    ['key', 'tokens', 'day UTC'],
    ['workspace', 'requests', 'day UTC'],
    ['workspace', 'requests', 'month UTC 1'],
    ['workspace', 'requests', 'concurrent'],
  ];
  await db().limitOverride.createMany({
    data: rules.map(([scope, metric, window]) => ({
      id: newId(),
      workspaceId: workspace.id,
      scope,
      metric,
      window,
      capacity: CAPACITY,
    })),
  });
  const { key } = await makeKey(workspace, owner.id, { budgetMicros: Number(CAPACITY) });
  return key;
}

/** A Next application of its own with the bench's one route, so that the product carries no route for benches. */
function buildNextApp(): string {
  const folder = path.join(FOLDER, 'next');
  const route = path.join(folder, 'app/api/bench/limited/route.js');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(route), { recursive: true });
  const handler = path.relative(path.dirname(route), path.join(ROOT, 'lib/testing/bench/handler.ts'));
  fs.writeFileSync(route, `export { limited as POST } from '${handler}';\n`);
  fs.writeFileSync(
    path.join(folder, 'next.config.mjs'),
    `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(ROOT)} } };\n`,
  );
  execFileSync(process.execPath, [NEXT, 'build', folder], { stdio: 'pipe', env: production() });
  return folder;
}

/** Needs the environment of a database and store of its own (lib/testing/bench/bench.ts). */
export async function benchDoors(): Promise<void> {
  const key = await sevenLimitKey();
  const folder = buildNextApp();
  const lanePath = await buildLane();

  const port = await freePort();
  const next = await start([ROOM, NEXT, 'start', folder, '-H', '127.0.0.1', '-p', `${port}`], /Ready/, port);
  const lane = await start([ROOM, lanePath], /port (\d+)/, 0);
  const measured: [Running, string, number[]][] = [
    [next, 'limited', []],
    [lane, 'unlimited', []],
    [lane, 'undecided', []],
    [lane, 'limited', []],
  ];
  try {
    // In turn, so that a machine that slows down slows all of them; the medians are told.
    for (let round = 0; round < ROUNDS; round++)
      for (const [server, route, rates] of measured)
        rates.push(await requestsPerSecond(server.port, route, key, 200));
  } finally {
    await Promise.all([stop(next), stop(lane)]);
  }
  const [nextLimited = 0, laneUnlimited = 0, laneUndecided = 0, laneLimited = 0] = measured.map(
    ([, , rates]) => median(rates),
  );

  const line = (name: string, rate: number) =>
    console.log(
      `${name.padEnd(40)} ${Math.round(rate).toLocaleString('en').padStart(8)}/s  ${(rate / nextLimited).toFixed(2)} × the first, ` +
        `${(rate / laneUnlimited).toFixed(2)} × the lane without limits`,
    );
  line("Next's door, seven limits", nextLimited);
  line('the lane, no limits', laneUnlimited);
  line('the lane, two calls that do nothing', laneUndecided);
  line('the lane, seven limits', laneLimited);
  fs.rmSync(FOLDER, { recursive: true, force: true });
  if (!(nextLimited > 0 && laneLimited >= 6 * nextLimited))
    throw new Error('the lane with limits is less than 6 times as fast as Next’s door');
}
