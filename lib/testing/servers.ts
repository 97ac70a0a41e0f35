import type { TestProject } from 'vitest/node';
import { stopAll } from '../demo/lifecycle.mjs';
import { startUpstashRest } from '../demo/upstash-rest';
import { ensureTemplate } from './database';
import { startTestServices } from './services';

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

/** vitest's global set-up of the project `integration`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const services = await startTestServices();
  const { postgresUrl, redisUrl } = services;
  const restToken = 'a token for tests alone';
  const rest = await startUpstashRest({ redisUrl, token: restToken });
  const template = await ensureTemplate(postgresUrl);
  project.provide('servers', { postgresUrl, template, redisUrl, restUrl: rest.url, restToken });
  return async () => {
    await rest.close();
    await services.stop();
    await stopAll();
  };
}
