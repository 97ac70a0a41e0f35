// `npm run db -- migrate dev …`: the Prisma CLI with a schema engine that needs no download.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { loadScriptEnv } from '../lib/env-file.mjs';

loadScriptEnv();
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const env = {
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  PRISMA_SCHEMA_ENGINE_BINARY: here('schema-engine.mjs'),
  ...process.env,
};
const args = [cli, ...process.argv.slice(2), '--config', here('prisma.config.ts')];
spawn(process.execPath, args, { stdio: 'inherit', env }).on('exit', (code, signal) =>
  process.exit(code ?? (signal ? 1 : 0)),
);
