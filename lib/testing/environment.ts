/** What lib/env.ts needs, for tests: fixed secrets, quiet logs, the store's clock as an argument allowed. */
export const testEnvironment = (servers: { databaseUrl: string; redisUrl: string; prefix?: string }) => ({
  NODE_ENV: 'test',
  // vitest puts its own "/" under this name
  BASE_URL: 'http://127.0.0.1:3000',
  DATABASE_URL: servers.databaseUrl,
  REDIS_URL: servers.redisUrl,
  STORE_PREFIX: servers.prefix ?? 'test',
  AUTH_SECRET: 'a secret for tests alone, of no use elsewhere',
  KEY_PEPPER: 'a pepper for tests alone, of no use elsewhere',
  LOG_LEVEL: 'silent',
  // A busy machine is no outage; tests of outages set their own.
  STORE_DEADLINE_MS: '1000',
  TEST_CLOCK: '1',
});
