import { db } from '../lib/db/client';
import { env } from '../lib/env';
import { loadScriptEnv } from '../lib/env-file.mjs';
import { seedCatalogs } from './catalogs/seed';

/** `npm run db -- db seed`: the catalogs, plans, limits and models that are absent. */
loadScriptEnv();
const { UPSTREAM_BASE_URL, UPSTREAM_API_KEY } = env();
if (!UPSTREAM_BASE_URL) {
  console.log('Set UPSTREAM_BASE_URL to the OpenAI-compatible API that models run on, then seed again.');
  process.exit(1);
}
await seedCatalogs(db(), {
  upstreamBaseUrl: UPSTREAM_BASE_URL,
  upstreamKey: UPSTREAM_API_KEY,
  demoModels: false,
});
await db().$disconnect();
console.log('The catalogs are in place.');
