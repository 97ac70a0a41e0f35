import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { makeOutsideFolder } from '../demo/services/account';
import { startPostgres } from '../demo/services/postgres';
import { startRedis } from '../demo/services/redis';
import { redisBinary } from '../demo/services/redis-binary';

export interface TestServices {
  postgresUrl: string;
  redisUrl: string;
  stop: () => Promise<void>;
}

/**
 * PostgreSQL and Redis for one run of tests, with their data in a temporary folder that goes with them.
 * TEST_DATABASE_URL and TEST_REDIS_URL name servers to use instead.
 */
export async function startTestServices(): Promise<TestServices> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  if (TEST_DATABASE_URL && TEST_REDIS_URL) {
    return { postgresUrl: TEST_DATABASE_URL, redisUrl: TEST_REDIS_URL, stop: async () => undefined };
  }
  const folder = makeOutsideFolder('headroom-test-');
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
