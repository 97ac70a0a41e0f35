import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, inject } from 'vitest';
import { freshDatabase } from './database';
import { testEnvironment } from './environment';

// Runs before each integration test file: a database of its own and a key prefix of its own, set before
// anything reads lib/env.ts, so that db() and store() simply work and nothing needs a flush.
const servers = inject('servers');
const database = await freshDatabase(servers.postgresUrl, servers.template);
const prefix = `test-${randomBytes(6).toString('hex')}`;
const uploads = path.join(tmpdir(), `headroom-${prefix}`);
Object.assign(
  process.env,
  testEnvironment({ databaseUrl: database.url, redisUrl: servers.redisUrl, prefix }),
  { UPLOAD_DIR: uploads },
);

// As the watcher of epochs leaves it on a store of its own (lib/limits/watch.ts).
const redis = new Redis(servers.redisUrl);
const shards = Array.from({ length: 16 }, (_, shard) => `${prefix}:{${shard}}:epoch`);
await redis.mset(...shards.flatMap((key) => [key, 'test']));
redis.disconnect();

afterAll(async () => {
  const { closeFileServices } = await import('./close');
  await closeFileServices(servers.redisUrl, prefix);
  await database.drop();
  await rm(uploads, { recursive: true, force: true });
});
