import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { findS3Server, HOW_TO_INSTALL } from './s3/find-server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = '{app,components,lib,prisma}/**/*';
const integration = `${source}.integration.test.ts`;
/** What only a real S3 server can answer. */
const bucket = 'lib/uploads/**/bucket.integration.test.ts';
const hasBucket = findS3Server() !== null;
if (!hasBucket)
  console.log(`No S3 server is installed, so files in a bucket are not tested. ${HOW_TO_INSTALL}`);

/** Two projects: `unit` needs no service, `integration` has its own PostgreSQL, Redis and REST endpoint. */
export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          sequence: { groupOrder: 1 },
          include: [`${source}.test.{ts,tsx}`],
          exclude: ['**/node_modules/**', integration],
          setupFiles: ['lib/testing/unit-environment.ts', 'lib/testing/console-guard.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          sequence: { groupOrder: 2 },
          include: [integration],
          ...(!hasBucket && { exclude: ['**/node_modules/**', bucket] }),
          globalSetup: ['lib/testing/servers.ts'],
          setupFiles: ['lib/testing/file-environment.ts', 'lib/testing/console-guard.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // One more than the smallest machine has cores: many of these wait for a clock.
          maxWorkers: 3,
        },
      },
    ],
  },
});
