import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { epochKey, shardCount } from '../../redis/keys';
import { store } from '../../redis/store';
import { closeFileServices } from '../close';
import { ensureTemplate, freshDatabase } from '../database';
import { testEnvironment } from '../environment';
import { startTestServices } from '../services';

/**
 * `npm run bench [doors|refusals|proxy|script|rest|memory|uploads|consumer]`: figures of this machine, with services and data of its own.
 * Compare figures of one run only.
 */
const BENCHES: Record<string, (redisUrl: string) => Promise<void>> = {
  doors: async () => (await import('./doors')).benchDoors(),
  refusals: async () => (await import('./refusals')).benchRefusals(),
  proxy: async () => (await import('./proxy')).benchProxy(),
  script: async (redisUrl) => (await import('./script')).benchScript(redisUrl),
  rest: async (redisUrl) => (await import('./rest')).benchRest(redisUrl),
  memory: async (redisUrl) => (await import('./memory')).benchMemory(redisUrl),
  uploads: async () => (await import('./uploads')).benchUploads(),
  consumer: async () => {
    const script = path.join(import.meta.dirname, 'consumer.ts');
    execFileSync(process.execPath, ['--import', 'tsx', script], { stdio: 'inherit' });
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}

const services = await startTestServices();
const database = await freshDatabase(services.postgresUrl, await ensureTemplate(services.postgresUrl));
const prefix = `bench-${randomBytes(4).toString('hex')}`;
const environment = testEnvironment({ databaseUrl: database.url, redisUrl: services.redisUrl, prefix });
Object.assign(process.env, environment, { TEST_CLOCK: '' });
// As the watcher of epochs leaves it on a store of its own (lib/limits/watch.ts).
const shards = Array.from({ length: shardCount() }, (_, shard) => shard);
await store().pipeline(shards.map((shard) => ['SET', epochKey(shard), 'bench']));
try {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length === 0 || wanted.includes(name)) await bench(services.redisUrl);
  }
} finally {
  await store().close();
  await closeFileServices(services.redisUrl, prefix);
  await database.drop();
  await services.stop();
}
