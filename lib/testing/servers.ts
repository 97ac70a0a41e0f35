import type { TestProject } from 'vitest/node';
import { startUpstashRest } from '../demo/upstash-rest';
import { ensureTemplate } from './database';

/** The servers that integration tests use. Tests read them with `inject('servers')`. */
export interface TestServers {
  /** PostgreSQL, without a database name that matters. */
  postgresUrl: string;
  template: string;
  redisUrl: string;
  restUrl: string;
  restToken: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: TestServers;
  }
}

/** Starts PostgreSQL and redis-server, or uses TEST_DATABASE_URL and TEST_REDIS_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgresUrl = process.env.TEST_DATABASE_URL;
  const redisUrl = process.env.TEST_REDIS_URL;
  if (!postgresUrl || !redisUrl) throw new Error('set TEST_DATABASE_URL and TEST_REDIS_URL');
  const restToken = 'a token for tests alone';
  const rest = await startUpstashRest({ redisUrl, token: restToken });
  const template = await ensureTemplate(postgresUrl);
  project.provide('servers', { postgresUrl, template, redisUrl, restUrl: rest.url, restToken });
  return () => rest.close();
}
