// Loads `.env` for the programs that are not Next. Plain JavaScript: prisma/cli.mjs needs it too.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the environment already holds wins over the file. @param {string} name */
function load(name) {
  const file = path.join(ROOT, name);
  if (fs.existsSync(file)) process.loadEnvFile(file);
}

/** `.env`; for scripts also what a demo that runs in this folder uses, where nothing names a database. */
export function loadScriptEnv() {
  load('.env');
  if (!process.env.DATABASE_URL) load('.headroom/env');
}
