import { db } from '../db/client';
import { databaseReady } from '../db/ready';
import { loadScriptEnv } from '../env-file.mjs';
import { store } from '../redis/store';
import { makeAdmin } from './make-admin';
import { resetLinkFor } from './reset/link-for';

const NOT_READY = {
  unreachable: 'The database that DATABASE_URL names cannot be reached. Start it, or correct the URL.',
  'migrations missing': 'The database has not been set up. Run npm run db -- migrate deploy first.',
};

async function main(words: readonly string[]): Promise<void> {
  const [email = ''] = words.filter((word) => !word.startsWith('--'));
  const state = await databaseReady();
  if (state !== 'ok') throw new Error(NOT_READY[state]);
  console.log(await (words.includes('--new-password') ? resetLinkFor(email) : makeAdmin(email)));
  await db().$disconnect();
  await store().close();
}

// npm run admin -- EMAIL [--new-password]
loadScriptEnv();
main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
