import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = '{app,components,lib,prisma}/**/*';
const integration = `${source}.integration.test.ts`;

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
          globalSetup: ['lib/testing/servers.ts'],
          setupFiles: ['lib/testing/file-environment.ts', 'lib/testing/console-guard.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
