import type { ClientBase } from 'pg';
import type { LedgerEvent } from './ledger-event';

/**
 * The one statement that writes the ledger. It upserts absolute amounts, lets only a higher rank replace,
 * and adds new − old to all rollups, so rollups equal the ledger whatever is delivered again.
 * Runs inside a transaction that holds `lockLedger`: with two writers at once `old` could be stale.
 */

const COLUMNS = `id, admitted_at, settled_at, workspace_id, key_id, user_id, resource, model, outcome, status,
  streamed, requests, tokens_in, tokens_out, tokens_metered, cost_micros, messages, descriptions, units,
  unbilled_micros, estimated, price_version, duration_ms, first_byte_ms, rank`;

const GROUP = 'workspace_id, start_at, key_id, user_id, resource, model, outcome';
const AMOUNTS = [
  'requests',
  'tokens_in',
  'tokens_out',
  'tokens_metered',
  'cost_micros',
  'messages',
  'descriptions',
  'duration_ms',
];
/** Histograms of settled answers (lib/usage/latency.ts); what the reaper wrote took no time that anybody waited. */
const HISTOGRAMS = ['latency', 'first_byte'];
const SUMS = [...AMOUNTS, ...HISTOGRAMS];
const HISTOGRAMS_OF_ROW = `
  CASE rank WHEN 2 THEN latency_histogram(duration_ms) ELSE 0 END AS latency,
  CASE WHEN rank = 2 AND first_byte_ms IS NOT NULL THEN latency_histogram(first_byte_ms) ELSE 0 END AS first_byte`;
/** Columns of the ledger that an upsert replaces: all but its identity. */
const REPLACED = COLUMNS.split(',')
  .map((name) => name.trim())
  .filter((name) => name !== 'id' && name !== 'admitted_at');

const list = (names: string[], write: (name: string) => string) => names.map(write).join(', ');

/** Adds a set of deltas to a rollup. Sorted by key, so that two writers could never lock rows crosswise. */
const addTo = (table: string, startAt: string) => `
  INSERT INTO ${table} (${GROUP}, ${SUMS.join(', ')})
  SELECT workspace_id, ${startAt} AS start_at, key_id, user_id, resource, model, outcome,
         ${list(SUMS, (name) => `sum(${name})`)}
  FROM delta GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (${GROUP}) DO UPDATE SET
    ${list(SUMS, (name) => `${name} = ${table}.${name} + excluded.${name}`)}`;

const bin = (width: string, column: string) => `date_bin('${width}', ${column}, timestamptz 'epoch')`;

const WRITE = `
WITH incoming AS MATERIALIZED (
  SELECT DISTINCT ON (id, admitted_at) ${COLUMNS}
  FROM json_to_recordset($1) AS e(
    id uuid, admitted_at timestamptz(3), settled_at timestamptz(3), workspace_id uuid, key_id uuid, user_id uuid,
    resource text, model text, outcome text, status int, streamed boolean, requests bigint, tokens_in bigint,
    tokens_out bigint, tokens_metered bigint, cost_micros bigint, messages bigint, descriptions bigint, units bigint,
    unbilled_micros bigint, estimated boolean, price_version int, duration_ms int, first_byte_ms int, rank int)
  ORDER BY id, admitted_at, rank DESC
), old AS MATERIALIZED (
  SELECT e.* FROM incoming i JOIN usage_events e ON e.id = i.id AND e.admitted_at = i.admitted_at
  WHERE e.rank < i.rank AND e.admitted_at BETWEEN $2 AND $3
), written AS (
  INSERT INTO usage_events (${COLUMNS}) SELECT ${COLUMNS} FROM incoming
  ON CONFLICT (id, admitted_at) DO UPDATE SET ${list(REPLACED, (name) => `${name} = excluded.${name}`)}
  WHERE usage_events.rank < excluded.rank
  RETURNING *
), delta AS MATERIALIZED (
  SELECT workspace_id, ${bin('1 minute', 'admitted_at')} AS start_at, coalesce(key_id::text, 'session') AS key_id,
         user_id, resource, model, outcome, ${list(SUMS, (name) => `sum(sign * ${name}) AS ${name}`)}
  FROM (
    SELECT 1 AS sign, workspace_id, admitted_at, key_id, user_id, resource, model, outcome,
           ${AMOUNTS.join(', ')}, ${HISTOGRAMS_OF_ROW}
    FROM written
    UNION ALL
    SELECT -1, workspace_id, admitted_at, key_id, user_id, resource, model, outcome,
           ${AMOUNTS.join(', ')}, ${HISTOGRAMS_OF_ROW} FROM old
  ) AS change
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), minutes AS (${addTo('rollups_minute', 'start_at')}
), quarters AS (${addTo('rollups_quarter', bin('15 minutes', 'start_at'))}
), hours AS (${addTo('rollups_hour', bin('1 hour', 'start_at'))}
)
SELECT count(*)::int AS written FROM written`;

const iso = (ms: number) => new Date(ms).toISOString();

function row(event: LedgerEvent) {
  return {
    id: event.id,
    admitted_at: iso(event.admittedAtMs),
    settled_at: iso(event.settledAtMs),
    workspace_id: event.workspaceId,
    key_id: event.keyId,
    user_id: event.userId,
    resource: event.resource,
    model: event.model,
    outcome: event.outcome,
    status: event.status,
    streamed: event.streamed,
    requests: event.requests,
    tokens_in: event.tokensIn,
    tokens_out: event.tokensOut,
    tokens_metered: event.tokensMetered,
    cost_micros: event.costMicros,
    messages: event.messages,
    descriptions: event.descriptions,
    units: event.units,
    unbilled_micros: event.unbilledMicros,
    estimated: event.estimated,
    price_version: event.priceVersion,
    duration_ms: event.durationMs,
    first_byte_ms: event.firstByteMs,
    rank: event.rank,
  };
}

/** Makes the monthly partitions a batch needs. Outside its transaction: it must not hold their lock. */
export async function ensureMonths(client: ClientBase, events: readonly LedgerEvent[]): Promise<void> {
  const months = new Set(events.map((event) => iso(event.admittedAtMs).slice(0, 7)));
  if (months.size === 0) return;
  await client.query('SELECT usage_events_ensure_month(month) FROM unnest($1::timestamptz[]) AS month', [
    [...months].sort().map((month) => `${month}-01T00:00:00Z`),
  ]);
}

const LEDGER_LOCK = 4_871_001;

/** One writer at a time, to the end of the transaction. */
export async function lockLedger(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LEDGER_LOCK]);
}

/** @returns how many rows were new or replaced a lower rank. */
export async function writeEvents(client: ClientBase, events: readonly LedgerEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const times = events.map((event) => event.admittedAtMs);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const result = await client.query<{ written: number }>(WRITE, [
    JSON.stringify(events.map(row)),
    iso(first),
    iso(last),
  ]);
  return result.rows[0]?.written ?? 0;
}
