import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { compareIds } from '../redis/stream-id';
import { HOUR_MS, MINUTE_MS } from './intervals';
import { onTheirWay, type PendingEvent } from './pending';
import { storedPieces } from './stored-bytes';
import { type Subject, subjectIs, subjectOf } from './subject';

/**
 * What a counter would hold had it been kept all along: the engine fills one from here that a new policy
 * needs and nobody kept, or that the store lost. Every settled event counts once, whether the ledger has it
 * already or the stream still does.
 */

/** A limit as this module needs it; lib/plans/limit.ts has the words. */
interface Counter {
  metric: string;
  /** '' means every resource. */
  resource: string;
  scope: 'key' | 'user' | 'workspace';
  window: { kind: string; windowMs?: number };
}

export interface UsedQuery {
  workspaceId: string;
  shard: number;
  limit: Counter;
  /** As `subjectsOf` spells it. */
  subject: string;
  /** [fromMs, toMs), by the instant of admission; nothing was admitted at or after toMs. */
  fromMs: number;
  toMs: number;
}

export interface Used {
  /** `atMs` is before toMs and not before any of the use it stands for. Costs are in micro-units. */
  pieces: { atMs: number; amount: number; reservation?: string }[];
  /** Last id of the shard's stream that the pieces cover. */
  streamId: string;
}

/** Token limits are charged metered tokens. Stored bytes have no column: the level is what is stored (stored-bytes.ts). */
const COLUMNS = {
  requests: { name: 'requests', sql: Prisma.sql`requests` },
  tokens: { name: 'tokensMetered', sql: Prisma.sql`tokens_metered` },
  cost: { name: 'costMicros', sql: Prisma.sql`cost_micros` },
  messages: { name: 'messages', sql: Prisma.sql`messages` },
  descriptions: { name: 'descriptions', sql: Prisma.sql`descriptions` },
} as const;
type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

/**
 * What a counter that the store does not hold has to begin with, from ledger and streams: use of the subject that is
 * settled, in [fromMs, toMs), whichever limit it was settled under.
 * @throws where PostgreSQL or the store does not answer
 */
export async function usedSoFar(query: UsedQuery): Promise<Used> {
  // The stream before the ledger: whatever is trimmed in between is in the ledger by then.
  const { events, streamId } = await onTheirWay(query.shard);
  if (query.limit.metric === 'bytes') {
    const stored = await storedPieces(query.workspaceId);
    return { pieces: stored.map((piece) => ({ ...piece, atMs: query.toMs - 1 })), streamId };
  }
  const column: Column | undefined = COLUMNS[query.limit.metric as keyof typeof COLUMNS];
  if (!column || query.limit.window.kind === 'concurrent') return { pieces: [], streamId };
  const subject = subjectOf(query.limit.scope, query.subject);
  const mine = events.filter(({ event }) => concerns(query, subject, event));
  // One snapshot: an entry is behind the cursor and in the sums, or neither.
  const [cursor, sums, known] = await db().$transaction(
    [
      db().streamCursor.findUnique({ where: { shard: query.shard } }),
      db().$queryRaw<{ at: Date | null; amount: bigint }[]>(sumsSql(query, subject, column)),
      db().$queryRaw<{ id: string; rank: number; amount: bigint }[]>(knownSql(mine, column)),
    ],
    { isolationLevel: 'RepeatableRead' },
  );
  const pieces = sums.map(({ at, amount }) => ({
    atMs: Math.min(at?.getTime() ?? query.toMs, query.toMs - 1),
    amount: Number(amount),
  }));
  const ledger = new Map(known.map((row) => [row.id, row]));
  const unread = mine.filter((entry) => compareIds(entry.streamId, cursor?.lastId ?? '') > 0);
  for (const event of highestRanks(unread)) {
    const old = ledger.get(event.id);
    if (old && old.rank >= event.rank) continue;
    pieces.push({ atMs: event.admittedAtMs, amount: event[column.name] - Number(old?.amount ?? 0) });
  }
  return { pieces: pieces.filter(({ amount }) => amount !== 0), streamId };
}

/** What the ledger has of these events. In two arrays: an outage of the ledger leaves more than a statement has room for parameters. */
const knownSql = (events: PendingEvent[], column: Column): Prisma.Sql => Prisma.sql`
  SELECT e.id, e.rank, ${column.sql} AS amount
  FROM unnest(${events.map(({ event }) => event.id)}::uuid[],
              ${events.map(({ event }) => new Date(event.admittedAtMs).toISOString())}::timestamptz[]) AS asked (id, at)
  JOIN usage_events e ON e.id = asked.id AND e.admitted_at = asked.at`;

/** Browser sessions are not counted by short windows that a whole user or workspace shares (lib/plans/policy.ts). */
const leavesOutSessions = ({ limit: { scope, window } }: UsedQuery): boolean =>
  scope !== 'key' && window.kind === 'rolling' && (window.windowMs ?? 0) <= MINUTE_MS;

function concerns(query: UsedQuery, subject: Subject, event: PendingEvent['event']): boolean {
  const { resource } = query.limit;
  return (
    event.workspaceId === query.workspaceId &&
    !(leavesOutSessions(query) && event.keyId === null) &&
    (subject.keyId === undefined || subject.keyId === (event.keyId ?? 'session')) &&
    (subject.userId === undefined || subject.userId === event.userId) &&
    (resource === '' || resource === event.resource) &&
    event.admittedAtMs >= query.fromMs &&
    event.admittedAtMs < query.toMs
  );
}

/** A reservation may stand in the stream twice; as in the ledger, only a higher rank replaces. */
function highestRanks(entries: PendingEvent[]): PendingEvent['event'][] {
  const highest = new Map<string, PendingEvent['event']>();
  for (const { event } of entries) {
    if (event.rank > (highest.get(event.id)?.rank ?? 0)) highest.set(event.id, event);
  }
  return [...highest.values()];
}

/**
 * Periods are summed from quarter-hours, on which they begin in every zone. A rolling window of an hour or
 * more is taken from minutes, each placed at its end: at most a sixtieth of the window late, as a slot of
 * its counter. Shorter ones are read from the ledger itself, or a key would be refused a minute too long.
 */
function sumsSql(query: UsedQuery, subject: Subject, column: Column): Prisma.Sql {
  const { window, resource } = query.limit;
  const [from, to] = [new Date(query.fromMs), new Date(query.toMs)];
  const mine = (keyColumn: Prisma.Sql) =>
    Prisma.join(
      [
        Prisma.sql`workspace_id = ${query.workspaceId}::uuid`,
        ...subjectIs(subject, keyColumn),
        ...(resource === '' ? [] : [Prisma.sql`resource = ${resource}`]),
        ...(leavesOutSessions(query) ? [Prisma.sql`key_id IS NOT NULL`] : []),
      ],
      ' AND ',
    );
  if (window.kind !== 'rolling') {
    return Prisma.sql`SELECT NULL::timestamptz AS at, coalesce(sum(${column.sql}), 0)::bigint AS amount
      FROM rollups_quarter WHERE ${mine(Prisma.sql`key_id`)} AND start_at >= ${from} AND start_at < ${to}`;
  }
  if ((window.windowMs ?? 0) >= HOUR_MS) {
    return Prisma.sql`SELECT start_at + interval '59.999 seconds' AS at, sum(${column.sql})::bigint AS amount
      FROM rollups_minute
      WHERE ${mine(Prisma.sql`key_id`)} AND start_at > ${new Date(query.fromMs - MINUTE_MS)} AND start_at < ${to}
      GROUP BY start_at`;
  }
  const bucketMs = Math.ceil((window.windowMs ?? 0) / 60);
  return Prisma.sql`SELECT max(admitted_at) AS at, sum(${column.sql})::bigint AS amount
    FROM usage_events
    WHERE ${mine(Prisma.sql`coalesce(key_id::text, 'session')`)} AND admitted_at >= ${from} AND admitted_at < ${to}
    GROUP BY floor(extract(epoch FROM admitted_at) * 1000 / ${bucketMs}::int)`;
}
