import { db } from '../db/client';
import { databaseReady } from '../db/ready';
import { loadScriptEnv } from '../env-file.mjs';
import { store } from '../redis/store';
import { makeAdmin } from './make-admin';

const NOT_READY = {
  unreachable: 'The database that DATABASE_URL names cannot be reached. Start it, or correct the URL.',
  'migrations missing': 'The database has not been set up. Run npm run db -- migrate deploy first.',
};

async function main(email: string): Promise<void> {
  const state = await databaseReady();
  if (state !== 'ok') throw new Error(NOT_READY[state]);
  console.log(await makeAdmin(email));
  await db().$disconnect();
  await store().close();
}

// npm run admin -- EMAIL
loadScriptEnv();
main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
