import { Cron } from 'croner';
import type { Client } from 'pg';
import { openConnection } from '../db/connection';
import { env } from '../env';
import { log } from '../log';
import { DAY_MS } from './intervals';

/**
 * Keeps the ledger's tables in shape: months are there before anything falls into them, and what is older than
 * an installation wants to keep goes. Quarter-hours stay for ever: charts, budgets and totals are read from them.
 */

/** One instance at a time; the others have nothing to do. */
const LOCK = 4_871_003;
const MONTHS_AHEAD = 2;
/** Small enough that nobody waits for a batch's locks. */
const BATCH_ROWS = 10_000;
/** By the minute: pruned by their index on `start_at`. */
const MINUTES = ['rollups_minute', 'denials_minute'] as const;
const RECEIPTS = ['denial_receipts', 'decision_receipts'] as const;

export interface Kept {
  requestsMonths: number;
  minutesDays: number;
}

const settings = (): Kept => ({
  requestsMonths: env().RETAIN_REQUESTS_MONTHS,
  minutesDays: env().RETAIN_MINUTES_DAYS,
});

/** Looks after the ledger now and every hour, until it is stopped. */
export function startRetention(): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();
  const tidy = () => {
    running = tidyLedger(settings(), Date.now(), stopping.signal).catch((error: unknown) => {
      log().error({ err: error }, 'the ledger could not be tidied; tried again in an hour');
    });
  };
  // At a minute of its own, so that instances that start together do not all come at the full hour.
  const hourly = new Cron(`${new Date().getUTCMinutes()} * * * *`, { timezone: 'UTC', unref: true }, tidy);
  tidy();
  return {
    async stop() {
      hourly.stop();
      stopping.abort();
      await running;
    },
  };
}

/** What one run did; null: another instance is at it. */
export interface Tidied {
  minutes: number;
  receipts: number;
  months: string[];
}

/** Makes months ahead and drops what is too old. Safe to run at any time, and to be killed at any point. */
export async function tidyLedger(
  kept: Kept = settings(),
  nowMs = Date.now(),
  signal?: AbortSignal,
): Promise<Tidied | null> {
  const client = await openConnection('headroom retention');
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      LOCK,
    ]);
    if (!rows[0]?.locked) return null;
    // Whoever waits for a table's lock stops all who come after: better to come back in an hour.
    await client.query("SET lock_timeout = '2s'");
    await makeMonths(client, nowMs);
    const before = new Date(nowMs - kept.minutesDays * DAY_MS).toISOString();
    return {
      minutes: await prune(client, MINUTES, 'start_at', before, signal),
      receipts: await prune(client, RECEIPTS, 'at', before, signal),
      months: await dropMonths(client, kept.requestsMonths, nowMs),
    };
  } finally {
    await client.end();
  }
}

/** The first instant of a month, `months` from the one of `nowMs`, UTC. */
function monthStart(nowMs: number, months: number): Date {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months));
}

async function makeMonths(client: Client, nowMs: number): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    await client.query('SELECT usage_events_ensure_month($1)', [monthStart(nowMs, ahead).toISOString()]);
  }
}

async function prune(
  client: Client,
  tables: readonly string[],
  column: string,
  before: string,
  signal?: AbortSignal,
): Promise<number> {
  let pruned = 0;
  for (const table of tables) {
    for (let rows = BATCH_ROWS; rows === BATCH_ROWS && !signal?.aborted; pruned += rows) {
      const result = await client.query(
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM ${table} WHERE ${column} < $1 ORDER BY ${column} LIMIT ${BATCH_ROWS}))`,
        [before],
      );
      rows = result.rowCount ?? 0;
    }
  }
  return pruned;
}

/** `usage_events_2026_05` */
const MONTH_TABLE = /^usage_events_\d{4}_\d{2}$/;

/**
 * Detached first, which stops no reader, then dropped. A run that was killed in between leaves a table that stands
 * alone: the next one finds it by its name.
 */
async function dropMonths(client: Client, months: number, nowMs: number): Promise<string[]> {
  const oldest = `usage_events_${monthStart(nowMs, -months).toISOString().slice(0, 7).replace('-', '_')}`;
  const { rows } = await client.query<{ name: string; attached: boolean; pending: boolean }>(`
    SELECT c.relname AS name, i.inhrelid IS NOT NULL AS attached, coalesce(i.inhdetachpending, false) AS pending
    FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = 'usage_events'::regclass
    WHERE c.relkind = 'r' AND c.relnamespace = (
      SELECT relnamespace FROM pg_class WHERE oid = 'usage_events'::regclass)
    ORDER BY 1`);
  const old = rows.filter(({ name }) => MONTH_TABLE.test(name) && name < oldest);
  for (const { name, attached, pending } of old) {
    if (attached) {
      const how = pending ? 'FINALIZE' : 'CONCURRENTLY';
      await client.query(`ALTER TABLE usage_events DETACH PARTITION ${name} ${how}`);
    }
    await client.query(`DROP TABLE ${name}`);
    log().info({ name }, 'a month of single requests was dropped: it is older than is kept');
  }
  return old.map(({ name }) => name);
}
