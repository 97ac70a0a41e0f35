import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeOutsideFolder } from '../demo/services/account';
import { startPostgres, stopEarlierPostgres } from '../demo/services/postgres';
import { commandLine } from '../demo/services/process';
import { startRedis, stopEarlierRedis } from '../demo/services/redis';
import { redisBinary } from '../demo/services/redis-binary';

export interface TestServices {
  postgresUrl: string;
  redisUrl: string;
  stop: () => Promise<void>;
}

const PREFIX = 'headroom-test-';

/**
 * PostgreSQL and Redis for one run of tests, with their data in a temporary folder that goes with them.
 * TEST_DATABASE_URL and TEST_REDIS_URL name servers to use instead.
 */
export async function startTestServices(): Promise<TestServices> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  if (TEST_DATABASE_URL && TEST_REDIS_URL) {
    return { postgresUrl: TEST_DATABASE_URL, redisUrl: TEST_REDIS_URL, stop: async () => undefined };
  }
  await sweepKilledRuns();
  const folder = makeOutsideFolder(`${PREFIX}${process.pid}-`);
  const password = randomBytes(18).toString('hex');
  const binary = await redisBinary();
  const postgres = await startPostgres(folder, password);
  const redis = await startRedis(folder, password, binary);
  return {
    postgresUrl: postgres.url,
    redisUrl: redis.url,
    stop: async () => {
      await redis.stop();
      await postgres.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves servers and a folder that names its process. */
async function sweepKilledRuns(): Promise<void> {
  for (const base of new Set(['/var/tmp', os.tmpdir()])) {
    for (const name of fs.existsSync(base) ? fs.readdirSync(base) : []) {
      const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
      const folder = path.join(base, name);
      if (!owner || commandLine(owner) || fs.statSync(folder).uid !== process.getuid?.()) continue;
      await stopEarlierPostgres(folder);
      await stopEarlierRedis(folder);
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}
