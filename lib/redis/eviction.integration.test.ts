import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOutsideFolder } from '../demo/services/account';
import { type RunningRedis, startRedis } from '../demo/services/redis';
import { redisBinary } from '../demo/services/redis-binary';
import { requireNoEviction } from './eviction';
import { openTcpStore } from './tcp';

/** A server of its own: its policy is changed, which the other tests' server must not see. */
let redis: RunningRedis;
const folder = makeOutsideFolder('headroom-eviction-');

beforeAll(async () => {
  redis = await startRedis(folder, randomBytes(12).toString('hex'), await redisBinary());
});

afterAll(async () => {
  await redis.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('a store that may evict counters is refused, one that never does is not', async () => {
  const store = openTcpStore(redis.url);
  await expect(requireNoEviction(store)).resolves.toBeUndefined();
  await store.pipeline([['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']]);
  await expect(requireNoEviction(store)).rejects.toThrow('maxmemory-policy is allkeys-lru');
  await store.close();
});

it('a store that cannot be asked is left to readiness', async () => {
  const store = openTcpStore('redis://127.0.0.1:9');
  await expect(requireNoEviction(store)).resolves.toBeUndefined();
  await store.close();
});
