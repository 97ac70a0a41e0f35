import { db } from '../db/client';
import { loadScriptEnv } from '../env-file.mjs';
import { store } from '../redis/store';
import { makeAdmin } from './make-admin';

loadScriptEnv();
console.log(await makeAdmin(process.argv[2] ?? ''));
await db().$disconnect();
await store().close();
