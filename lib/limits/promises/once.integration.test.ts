import { afterAll, describe, inject } from 'vitest';
import { openRestStore } from '../../redis/rest';
import { openTcpStore } from '../../redis/tcp';
import { scaled } from '../../testing/proof';
import { worldOn } from '../../testing/world';
import { startConsumer } from '../../usage/consumer';
import { usedSoFar } from '../../usage/used-so-far';
import { oncePromises } from './once.cases';

const { redisUrl, restUrl, restToken } = inject('servers');
const worlds = [
  { ...worldOn('TCP', openTcpStore(redisUrl), usedSoFar), runs: scaled(60, 2000) },
  { ...worldOn('REST', openRestStore(restUrl, restToken), usedSoFar), runs: scaled(20, 300) },
];
const consumer = startConsumer();
afterAll(async () => {
  await consumer.stop();
  await Promise.all(worlds.map((world) => world.store.close()));
});

describe.each(worlds)(
  'the engine over $name, with its ledger',
  ({ runs, ...world }) => {
    oncePromises(world, runs);
  },
  scaled(60_000, 3_600_000),
);
