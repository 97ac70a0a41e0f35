import fs from 'node:fs';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { env } from '../../env';
import { bundleApp, Instance } from '../faults/instance';
import { gatewayForTests, makeKey } from '../gateway';
import { figure, scaled } from '../proof';
import { makeUser, makeWorkspace } from '../tenants';
import { traffic } from './traffic';

/** One instance under mixed traffic with aborts, for long: nothing of it may grow. */

const WORKERS = 8;
const WARM_MS = scaled(2_000, 120_000);
const WINDOW_MS = scaled(1_500, 300_000);
const WINDOWS = scaled(2, 12);
/** What the collector may not have given back yet; a leak of a KB a request would be far beyond it. */
const SLACK_MB = 64;

let upstream: Awaited<ReturnType<typeof gatewayForTests>>;
let app: Awaited<ReturnType<typeof bundleApp>>;
let instance: Instance;

beforeAll(async () => {
  upstream = await gatewayForTests();
  app = await bundleApp();
  instance = new Instance({ file: app.file, env: { LOG_LEVEL: 'silent', STORE_DEADLINE_MS: '10000' } });
  await instance.start();
}, 120_000);
afterAll(async () => {
  await instance?.stop();
  app?.remove();
  await upstream?.close();
}, 60_000);

const megabytes = (): number => {
  const status = fs.readFileSync(`/proc/${instance.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
};
const handles = (): number => fs.readdirSync(`/proc/${instance.pid}/fd`).length;

/** Names of the keys in the store that would stay for ever. */
async function keysWithoutEnd(): Promise<string[]> {
  const redis = new Redis(inject('servers').redisUrl);
  const found: string[] = [];
  for await (const keys of redis.scanStream({ match: `${env().STORE_PREFIX}*`, count: 500 })) {
    for (const key of keys as string[]) if ((await redis.pttl(key)) === -1) found.push(key);
  }
  redis.disconnect();
  return [...new Set(found)].sort();
}

it.runIf(process.platform === 'linux')(
  'neither memory, nor handles, nor keys without an end grow under mixed traffic with aborts',
  async () => {
    const owner = await makeUser();
    const workspace = await makeWorkspace(owner, 'headroom', 'enterprise');
    const [good, spent] = await Promise.all([
      makeKey(workspace, owner.id, { budgetMicros: 1_000_000_000_000 }),
      makeKey(workspace, owner.id, { rpm: 1 }),
    ]);
    const keys = { good: good.key, spent: spent.key };
    const send = (forMs: number) => traffic(`http://127.0.0.1:${instance.port}`, keys, WORKERS, forMs);
    let calls = await send(WARM_MS);
    const before = { endless: await keysWithoutEnd(), megabytes: megabytes(), handles: handles() };
    const seen: { megabytes: number; handles: number }[] = [];
    for (let window = 0; window < WINDOWS; window++) {
      calls += await send(WINDOW_MS);
      // What clients left is ended upstream too, and the connections that carried it go.
      await expect.poll(handles, { timeout: 120_000, interval: 100 }).toBeLessThanOrEqual(before.handles);
      seen.push({ megabytes: megabytes(), handles: handles() });
    }
    const last = seen.at(-1) ?? before;
    figure(
      `Soak: ${calls} calls; resident ${before.megabytes.toFixed(0)} → ${last.megabytes.toFixed(0)} MB, ` +
        `handles ${before.handles} → ${last.handles}, keys without an end ${before.endless.length} → ${(await keysWithoutEnd()).length}`,
    );
    expect(await keysWithoutEnd()).toEqual(before.endless);
    expect(last.megabytes - before.megabytes).toBeLessThan(SLACK_MB);
  },
  scaled(300_000, 2 * 3_600_000),
);
