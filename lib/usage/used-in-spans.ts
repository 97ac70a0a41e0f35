import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import type { Store } from '../redis/store';
import { compareIds } from '../redis/stream-id';
import { HOUR_MS, MINUTE_MS } from './intervals';
import type { LedgerEvent } from './ledger-event';
import { onTheirWay } from './pending';

/**
 * What a workspace's keys and members used in several spans, as of one place in its shard's stream: the ledger's
 * side of a comparison with the counters. A key's use is read for all keys at once.
 */

/** A period, [fromMs, toMs); or a rolling window, of which all since `fromMs` counts and some since `reachMs` may. */
export interface SpanQuery {
  /** '' means every resource. */
  resource: string;
  fromMs: number;
  toMs: number;
  rolling: { windowMs: number; reachMs: number } | null;
}

const METRICS = ['requests', 'tokens', 'cost', 'messages', 'descriptions'] as const;
export type Amounts = Record<(typeof METRICS)[number], number>;

export interface SubjectUse {
  /** `session` for a browser's. */
  keyId: string;
  userId: string;
  least: Amounts;
  most: Amounts;
}

const SQL_COLUMNS = ['requests', 'tokens_metered', 'cost_micros', 'messages', 'descriptions'] as const;
/** Growth of a stream counts at its own instant: an answer may have begun so long before. */
const LONGEST_ANSWER_MS = HOUR_MS;

type Row = { key_id: string; user_id: string } & Record<`least_${string}` | `most_${string}`, bigint | null>;
type Known = { id: string; rank: number } & Record<(typeof SQL_COLUMNS)[number], bigint>;

/**
 * @param from the store, for a caller with its own patience
 * @returns by span; `ahead` where the ledger has read beyond `streamId` already
 */
export async function usedInSpans(
  workspaceId: string,
  shard: number,
  spans: readonly SpanQuery[],
  streamId: string,
  from: Store,
): Promise<SubjectUse[][] | 'ahead'> {
  // Before the ledger: whatever is trimmed in between is in the ledger by then.
  const waiting = (await onTheirWay(shard, from)).events.filter(
    (entry) => entry.event.workspaceId === workspaceId && compareIds(entry.streamId, streamId) <= 0,
  );
  const [cursor, known, ...sums] = await db().$transaction(
    [
      db().streamCursor.findUnique({ where: { shard } }),
      db().$queryRaw<Known[]>(knownSql(waiting.map(({ event }) => event))),
      ...spans.map((span) => db().$queryRaw<Row[]>(sumsSql(workspaceId, span))),
    ],
    { isolationLevel: 'RepeatableRead' },
  );
  if (compareIds(cursor?.lastId ?? '', streamId) > 0) return 'ahead';
  const found = (sums as Row[][]).map((rows) => rows.map(readRow));
  const rows = new Map((known as Known[]).map((row) => [row.id, row]));
  const highest = new Map<string, LedgerEvent>();
  for (const { event, streamId: at } of waiting) {
    if (compareIds(at, cursor?.lastId ?? '') <= 0) continue;
    if (event.rank > (highest.get(event.id)?.rank ?? rows.get(event.id)?.rank ?? 0))
      highest.set(event.id, event);
  }
  for (const event of highest.values()) {
    const old = rows.get(event.id);
    for (const [i, span] of spans.entries()) found[i]?.push(...asUse(event, old, span));
  }
  return found;
}

function readRow(row: Row): SubjectUse {
  const read = (which: 'least' | 'most') =>
    Object.fromEntries(METRICS.map((metric) => [metric, Number(row[`${which}_${metric}`] ?? 0)])) as Amounts;
  return { keyId: row.key_id, userId: row.user_id, least: read('least'), most: read('most') };
}

const NOTHING: Amounts = { requests: 0, tokens: 0, cost: 0, messages: 0, descriptions: 0 };

/** An event on its way, less what the ledger has of it already. */
function asUse(event: LedgerEvent, old: Known | undefined, span: SpanQuery): SubjectUse[] {
  const { resource, fromMs, toMs, rolling } = span;
  if (resource !== '' && resource !== event.resource) return [];
  const counts = event.admittedAtMs >= fromMs && event.admittedAtMs < toMs;
  const mayCount = rolling ? event.settledAtMs > rolling.reachMs : counts;
  if (!counts && !mayCount) return [];
  const all: Amounts = {
    requests: event.requests - Number(old?.requests ?? 0),
    tokens: event.tokensMetered - Number(old?.tokens_metered ?? 0),
    cost: event.costMicros - Number(old?.cost_micros ?? 0),
    messages: event.messages - Number(old?.messages ?? 0),
    descriptions: event.descriptions - Number(old?.descriptions ?? 0),
  };
  const { keyId, userId } = event;
  return [{ keyId: keyId ?? 'session', userId, least: counts ? all : NOTHING, most: all }];
}

const knownSql = (events: LedgerEvent[]): Prisma.Sql => Prisma.sql`
  SELECT e.id, e.rank, ${Prisma.raw(SQL_COLUMNS.map((c) => `e.${c}`).join(', '))}
  FROM unnest(${events.map(({ id }) => id)}::uuid[],
              ${events.map(({ admittedAtMs }) => new Date(admittedAtMs).toISOString())}::timestamptz[]) AS asked (id, at)
  JOIN usage_events e ON e.id = asked.id AND e.admitted_at = asked.at`;

/** The sums of every column, those that count for sure and those that may. */
function columns(counts: Prisma.Sql): Prisma.Sql {
  return Prisma.join(
    METRICS.flatMap((metric, i) => {
      const column = Prisma.raw(SQL_COLUMNS[i] ?? '');
      return [
        Prisma.sql`sum(${column}) FILTER (WHERE ${counts})::bigint AS ${Prisma.raw(`least_${metric}`)}`,
        Prisma.sql`sum(${column})::bigint AS ${Prisma.raw(`most_${metric}`)}`,
      ];
    }),
    ', ',
  );
}

/** Periods from quarter-hours, rolling windows of an hour and more from minutes, shorter ones from the ledger. */
function sumsSql(workspaceId: string, { resource, fromMs, toMs, rolling }: SpanQuery): Prisma.Sql {
  const of = Prisma.sql`workspace_id = ${workspaceId}::uuid
    ${resource === '' ? Prisma.empty : Prisma.sql`AND resource = ${resource}`}`;
  const at = (ms: number) => new Date(ms);
  if (!rolling) {
    return Prisma.sql`SELECT key_id, user_id::text, ${columns(Prisma.sql`true`)} FROM rollups_quarter
      WHERE ${of} AND start_at >= ${at(fromMs)} AND start_at < ${at(toMs)} GROUP BY 1, 2`;
  }
  const since = at(rolling.reachMs - LONGEST_ANSWER_MS);
  if (rolling.windowMs >= HOUR_MS) {
    // A minute counts for sure where all of it does.
    return Prisma.sql`SELECT key_id, user_id::text, ${columns(Prisma.sql`start_at >= ${at(fromMs)}`)}
      FROM rollups_minute WHERE ${of} AND start_at > ${new Date(since.getTime() - MINUTE_MS)} GROUP BY 1, 2`;
  }
  return Prisma.sql`SELECT coalesce(key_id::text, 'session') AS key_id, user_id::text,
      ${columns(Prisma.sql`admitted_at >= ${at(fromMs)}`)}
    FROM usage_events WHERE ${of} AND admitted_at > ${since} AND settled_at > ${at(rolling.reachMs)} GROUP BY 1, 2`;
}
