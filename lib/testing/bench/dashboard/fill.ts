import type { Client } from 'pg';
import { openConnection } from '../../../db/connection';
import { type HistoryPart, historyByHour } from '../../../demo/seed/history';
import type { LedgerEvent } from '../../../usage/ledger-event';
import { type CountedDenials, writeDenials } from '../../../usage/write-denials';
import { ensureMonths } from '../../../usage/write-events';
import type { BenchWorkspace } from './tenants';

/**
 * Fills the ledger as a month would have, in the order of time, but in bulk: events are only appended, and the
 * rollups are summed from them at the end. The consumer's own way is measured apart (bench consumer).
 */

const BATCH = 10_000;

/** @returns how many events were written */
export async function fillLedger(tenants: readonly BenchWorkspace[]): Promise<number> {
  const client = await openConnection('headroom bench');
  await client.query('SET statement_timeout = 0');
  await client.query('SET synchronous_commit = off');
  try {
    let written = 0;
    let events: LedgerEvent[] = [];
    let denials: CountedDenials[] = [];
    const flush = async () => {
      await appendEvents(client, events);
      await writeDenials(denials, []);
      written += events.length;
      events = [];
      denials = [];
    };
    for (const part of sideBySide(tenants.map(({ plan }) => historyByHour(plan)))) {
      events.push(...part.events);
      denials.push(...part.denials);
      if (events.length >= BATCH) await flush();
    }
    await flush();
    await rollUp(client);
    return written;
  } finally {
    await client.end();
  }
}

/** The same hour of everybody, then the next one. */
function* sideBySide(hours: Generator<HistoryPart>[]): Generator<HistoryPart> {
  for (;;) {
    const steps = hours.map((hour) => hour.next());
    if (steps.every((step) => step.done)) return;
    for (const step of steps) if (!step.done) yield step.value;
  }
}

const iso = (ms: number) => new Date(ms).toISOString();

const COLUMNS: [name: string, type: string, of: (event: LedgerEvent) => unknown][] = [
  ['id', 'uuid', (e) => e.id],
  ['admitted_at', 'timestamptz', (e) => iso(e.admittedAtMs)],
  ['settled_at', 'timestamptz', (e) => iso(e.settledAtMs)],
  ['workspace_id', 'uuid', (e) => e.workspaceId],
  ['key_id', 'uuid', (e) => e.keyId],
  ['user_id', 'uuid', (e) => e.userId],
  ['resource', 'text', (e) => e.resource],
  ['model', 'text', (e) => e.model],
  ['outcome', 'text', (e) => e.outcome],
  ['status', 'int', (e) => e.status],
  ['streamed', 'boolean', (e) => e.streamed],
  ['requests', 'bigint', (e) => e.requests],
  ['tokens_in', 'bigint', (e) => e.tokensIn],
  ['tokens_out', 'bigint', (e) => e.tokensOut],
  ['tokens_metered', 'bigint', (e) => e.tokensMetered],
  ['cost_micros', 'bigint', (e) => e.costMicros],
  ['estimated', 'boolean', (e) => e.estimated],
  ['price_version', 'int', (e) => e.priceVersion],
  ['duration_ms', 'int', (e) => e.durationMs],
  ['first_byte_ms', 'int', (e) => e.firstByteMs],
  ['rank', 'int', (e) => e.rank],
];
const APPEND = `INSERT INTO usage_events (${COLUMNS.map(([name]) => name).join(', ')})
  SELECT * FROM unnest(${COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})`;

async function appendEvents(client: Client, events: readonly LedgerEvent[]): Promise<void> {
  if (events.length === 0) return;
  const ends = [events[0] as LedgerEvent, events.at(-1) as LedgerEvent];
  await ensureMonths(client, ends);
  await client.query(
    APPEND,
    COLUMNS.map(([, , of]) => events.map(of)),
  );
}

const GROUP = 'workspace_id, key_id, user_id, resource, model, outcome';
const SUMS = ['requests', 'tokens_in', 'tokens_out', 'tokens_metered', 'cost_micros', 'duration_ms'];

async function rollUp(client: Client): Promise<void> {
  const names = `start_at, ${GROUP}, ${SUMS.join(', ')}, latency, first_byte`;
  const sums = SUMS.map((name) => `sum(${name})`).join(', ');
  await client.query(`
    INSERT INTO rollups_minute (${names})
    SELECT date_bin('1 minute', admitted_at, timestamptz 'epoch'), workspace_id,
      coalesce(key_id::text, 'session'), user_id, resource, model, outcome, ${sums},
      sum(latency_histogram(duration_ms)), coalesce(sum(latency_histogram(first_byte_ms)), 0)
    FROM usage_events GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1`);
  await client.query(`
    INSERT INTO rollups_quarter (${names})
    SELECT date_bin('15 minutes', start_at, timestamptz 'epoch'), ${GROUP}, ${sums}, sum(latency), sum(first_byte)
    FROM rollups_minute GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1`);
  await client.query(`
    INSERT INTO rollups_hour (${names})
    SELECT date_bin('1 hour', start_at, timestamptz 'epoch'), ${GROUP}, ${sums}, sum(latency), sum(first_byte)
    FROM rollups_quarter GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1`);
  for (const table of [
    'usage_events',
    'rollups_minute',
    'rollups_quarter',
    'rollups_hour',
    'denials_minute',
    'denials_quarter',
  ]) {
    await client.query(`VACUUM ANALYZE ${table}`);
  }
}
