import { db } from '../db/client';
import { loadScriptEnv } from '../env-file.mjs';
import { store } from '../redis/store';
import { makeAdmin } from './make-admin';

// npm run admin -- EMAIL
loadScriptEnv();
try {
  console.log(await makeAdmin(process.argv[2] ?? ''));
  await db().$disconnect();
  await store().close();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
