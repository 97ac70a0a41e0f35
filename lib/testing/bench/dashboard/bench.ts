import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { db } from '../../../db/client';
import { store } from '../../../redis/store';
import { ensureTemplate, freshDatabase } from '../../database';
import { testEnvironment } from '../../environment';
import { startTestServices } from '../../services';
import { fillLedger } from './fill';
import { type PageBench, pageBenches } from './pages';
import { type BenchWorkspace, makeTenants } from './tenants';

/**
 * `npm run bench:dashboard [-- EVENTS]`: a month of events (10 million unless told) in a database of its own, then
 * what the queries of each page take, and how fast the consumer writes. Figures of this machine.
 */

const OPENINGS = 40;
/** The largest workspaces and one of the many small ones. */
const MEASURED = [0, 1, 4];

async function main(count: number): Promise<void> {
  const endMs = Date.now();
  const tenants = await makeTenants(count, endMs);
  const startedAt = performance.now();
  const written = await fillLedger(tenants);
  const seconds = (performance.now() - startedAt) / 1000;
  const [size] = await db().$queryRaw<{ minutes: bigint; quarters: bigint; size: string }[]>`
    SELECT (SELECT count(*) FROM rollups_minute) AS minutes, (SELECT count(*) FROM rollups_quarter) AS quarters,
           pg_size_pretty(pg_database_size(current_database())) AS size`;
  console.log(
    `ledger: ${written} events of ${tenants.length} workspaces in ${seconds.toFixed(0)} s; ` +
      `${size?.minutes} minutes, ${size?.quarters} quarter-hours, ${size?.size} in all`,
  );
  for (const bench of pageBenches(tenants, endMs)) await measure(bench, tenants);
}

async function measure(
  { page, floorMs, open }: PageBench,
  tenants: readonly BenchWorkspace[],
): Promise<void> {
  const taken: number[] = [];
  for (const place of MEASURED) {
    const tenant = tenants[place] as BenchWorkspace;
    for (let turn = 0; turn < OPENINGS; turn++) {
      const startedAt = performance.now();
      await open(tenant, turn);
      taken.push(performance.now() - startedAt);
    }
  }
  taken.sort((a, b) => a - b);
  const share = (part: number) => `${(taken[Math.ceil(part * taken.length) - 1] ?? 0).toFixed(1)} ms`;
  const verdict = (taken[Math.ceil(0.95 * taken.length) - 1] ?? 0) <= floorMs ? 'within' : 'OVER';
  console.log(
    `${page}: p50 ${share(0.5)}, p95 ${share(0.95)}, slowest ${share(1)}; ${verdict} ${floorMs} ms`,
  );
}

const services = await startTestServices();
const database = await freshDatabase(services.postgresUrl, await ensureTemplate(services.postgresUrl));
const prefix = `bench-${randomBytes(4).toString('hex')}`;
Object.assign(
  process.env,
  testEnvironment({ databaseUrl: database.url, redisUrl: services.redisUrl, prefix }),
);
try {
  await main(Number(process.argv[2] ?? 10_000_000));
  await db().$disconnect();
  await store().close();
  const consumer = path.join(import.meta.dirname, '../consumer.ts');
  execFileSync(process.execPath, ['--import', 'tsx', consumer], { stdio: 'inherit' });
} finally {
  await database.drop();
  await services.stop();
}
