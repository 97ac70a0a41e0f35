import path from 'node:path';
import { onStop } from '../lifecycle.mjs';
import { migrate } from '../migrate';
import { step } from '../progress.mjs';
import type { SettingsFile } from '../settings';
import { startUpstashRest } from '../upstash-rest';
import { startUpstream } from '../upstream/server';
import { freePort } from './ports';
import { startPostgres } from './postgres';
import { startRedis } from './redis';
import { redisBinary } from './redis-binary';

export interface Backend {
  databaseUrl: string;
  redisUrl: string;
  restUrl: string;
  /** Without a path; the API's base is `${upstreamUrl}/v1`. */
  upstreamUrl: string;
  /** Resolves with a sentence when one of the services ends by itself. */
  ended: Promise<string>;
}

/** Starts everything that the application needs, migrated. What it starts is stopped by `stopAll`. */
export async function startBackend(settings: SettingsFile): Promise<Backend> {
  const { dataFolder, postgresPassword, redisPassword, restToken, ports } = settings.value;
  const binary = await redisBinary();
  const postgres = await step('Starting PostgreSQL', () => startPostgres(dataFolder, postgresPassword));
  const redis = await step('Starting redis-server', () => startRedis(dataFolder, redisPassword, binary));
  await step('Migrating the database', () => migrate(postgres.url));

  ports.rest = await freePort(ports.rest);
  const rest = await startUpstashRest({ redisUrl: redis.url, token: restToken, port: ports.rest });
  onStop('the Upstash-REST endpoint', rest.close);
  ports.upstream = await freePort(ports.upstream);
  const upstream = await startUpstream({ port: ports.upstream, host: '127.0.0.1' });
  onStop('the demo upstream', upstream.close);
  settings.save();
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    restUrl: rest.url,
    upstreamUrl: upstream.url,
    ended: Promise.race([postgres.ended, redis.ended]),
  };
}

/** The environment that the application, its scripts and its seeds read (lib/env.ts). */
export const backendEnvironment = (settings: SettingsFile, backend: Backend): Record<string, string> => ({
  DATABASE_URL: backend.databaseUrl,
  REDIS_URL: backend.redisUrl,
  AUTH_SECRET: settings.value.authSecret,
  KEY_PEPPER: settings.value.keyPepper,
  UPLOAD_DIR: path.join(settings.value.dataFolder, 'uploads'),
});
