import { afterAll, describe, expect, inject, it } from 'vitest';
import { epochKey, shardCount, streamKey } from '../redis/keys';
import { openRestStore } from '../redis/rest';
import { openTcpStore } from '../redis/tcp';
import { makeProcess } from '../testing/rebuild';
import { usedSoFar } from '../usage/used-so-far';
import { createEngine } from './engine';
import { epochCases } from './epoch.cases';

const servers = inject('servers');
const stores = [openTcpStore(servers.redisUrl), openRestStore(servers.restUrl, servers.restToken)];

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
});

describe.each(stores)('over $kind', (store) => {
  epochCases(store);

  it('a process that starts gives an epoch to every shard without one, also where the ledger’s cursor is old', async () => {
    const keys = Array.from({ length: shardCount() }, (_, shard) => epochKey(shard));
    await store.pipeline(keys.map((key) => ['DEL', key]));
    await store.pipeline(keys.map((_, shard) => ['XTRIM', streamKey(shard), 'MAXLEN', 0]));
    const one = makeProcess(store, createEngine({ store, ledger: usedSoFar }));
    await one.watch.ready;
    expect(await store.pipeline(keys.map((key) => ['EXISTS', key]))).toEqual(keys.map(() => 1));
    await one.stop();
  });
});
