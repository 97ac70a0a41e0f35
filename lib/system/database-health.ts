import { db } from '../db/client';
import { databaseReady, NEWEST_MIGRATION } from '../db/ready';
import { Deadline } from '../redis/deadline';
import type { DatabaseView } from './schema';
import { round } from './store-health';

const PATIENCE_MS = 3000;
const MOST_TABLES = 8;

/** How the database is, asked now. Never rejects. */
export async function databaseHealth(): Promise<DatabaseView> {
  const nothing: DatabaseView = {
    state: 'unreachable',
    version: null,
    latency_ms: null,
    size_bytes: null,
    connections: null,
    connections_limit: null,
    newest_migration: null,
    expected_migration: NEWEST_MIGRATION,
    tables: [],
  };
  const deadline = new Deadline(PATIENCE_MS);
  try {
    const startedMs = performance.now();
    await deadline.within(db().$queryRaw`SELECT 1`);
    const latencyMs = performance.now() - startedMs;
    const [state, [about], [migration], tables] = await deadline.within(
      Promise.all([databaseReady(), server(), newestMigration(), largestTables()]),
    );
    return {
      ...nothing,
      state,
      latency_ms: round(latencyMs),
      version: about?.version ?? null,
      size_bytes: about ? Number(about.bytes) : null,
      connections: about ? Number(about.connections) : null,
      connections_limit: about?.most ?? null,
      newest_migration: migration?.name ?? null,
      tables: tables.map(({ name, bytes, rows }) => ({
        name,
        bytes: Number(bytes),
        rows: Math.max(0, Number(rows)),
      })),
    };
  } catch {
    return nothing;
  }
}

const server = () => db().$queryRaw<{ version: string; bytes: bigint; connections: bigint; most: number }[]>`
  SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
    current_setting('max_connections')::int AS most`;

const newestMigration = () => db().$queryRaw<{ name: string }[]>`
  SELECT migration_name AS name FROM _prisma_migrations
  WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name DESC LIMIT 1`;

/** With their indexes; a partitioned table is its partitions. Rows as the planner estimates them. */
const largestTables = () => db().$queryRaw<{ name: string; bytes: bigint; rows: bigint }[]>`
  SELECT coalesce(parent.relname, c.relname) AS name, sum(pg_total_relation_size(c.oid))::bigint AS bytes,
    sum(greatest(c.reltuples, 0))::bigint AS rows
  FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class parent ON parent.oid = i.inhparent
  WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\_prisma%'
  GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_TABLES}`;
