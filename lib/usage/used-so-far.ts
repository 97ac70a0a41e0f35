import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { streamKey } from '../redis/keys';
import { type Store, store } from '../redis/store';
import { MINUTE_MS } from './intervals';
import { BEFORE_ALL, compareIds } from './streams';
import { subjectIs, type UsedSubject, usedSince } from './used';

/** Which counter is to be made, in the words of the limits engine (its `LedgerSource`). */
interface CounterQuery {
  workspaceId: string;
  shard: number;
  limit: { metric: string; resource: string; scope: string; window: { kind: string } };
  /** As the counter's subject is named: a key's id, `session:workspace:user`, `workspace:user`, or the workspace. */
  subject: string;
  fromMs: number;
  toMs: number;
}

interface Piece {
  atMs: number;
  amount: number;
}

const FIELDS = { requests: 'requests', tokens: 'tokens', cost: 'cost' } as const;
const COLUMN = { requests: 'requests', tokens: 'tokens_metered', cost: 'cost_micros' } as const;
type Charged = keyof typeof FIELDS;
const isCharged = (metric: string): metric is Charged => metric in FIELDS;

/**
 * What a counter would hold had it been kept all along: the rollups, and the settled calls that the
 * ledger has not read yet. Both are read around the same cursor, and nothing between them is missed or
 * counted twice: `streamId` is the last event the answer covers.
 */
export async function usedSoFar(query: CounterQuery): Promise<{ pieces: Piece[]; streamId: string }> {
  for (;;) {
    const before = await cursorOf(query.shard);
    const ledger = await fromRollups(query);
    const streamId = await lastStreamId(query.shard);
    const pending = await fromStream(query, before, streamId);
    if ((await cursorOf(query.shard)) === before) return { pieces: [...ledger, ...pending], streamId };
  }
}

async function cursorOf(shard: number): Promise<string> {
  const row = await db().streamCursor.findUnique({ where: { shard } });
  return row?.lastId ?? BEFORE_ALL;
}

async function fromRollups({ workspaceId, limit, subject, fromMs, toMs }: CounterQuery): Promise<Piece[]> {
  const { metric, resource, window } = limit;
  // Messages, descriptions and stored bytes have no column: nothing was metered in them.
  if (!isCharged(metric)) return [];
  const whose = ledgerSubject(limit.scope, subject);
  if (window.kind !== 'rolling') {
    const startMs = window.kind === 'calendar' ? fromMs : null;
    const amount = await usedSince(workspaceId, { subject: whose, metric, resource, startMs, endMs: null });
    return [{ atMs: toMs, amount }];
  }
  const conditions = [
    Prisma.sql`workspace_id = ${workspaceId}::uuid`,
    Prisma.sql`start_at >= ${new Date(fromMs - MINUTE_MS)}`,
    ...subjectIs(whose),
  ];
  if (resource !== '') conditions.push(Prisma.sql`resource = ${resource}`);
  const rows = await db().$queryRaw<{ start_at: Date; used: bigint }[]>`
    SELECT start_at, sum(${Prisma.raw(COLUMN[metric])})::bigint AS used FROM rollups_minute
    WHERE ${Prisma.join(conditions, ' AND ')} GROUP BY start_at ORDER BY start_at`;
  // A minute's use counts as of its last instant: a little long rather than a little short.
  return rows.map((row) => ({
    atMs: Math.min(row.start_at.getTime() + MINUTE_MS - 1, toMs),
    amount: Number(row.used),
  }));
}

async function lastStreamId(shard: number): Promise<string> {
  const key = streamKey(shard);
  const [exists] = await store().pipeline([['EXISTS', key]]);
  if (Number(exists) === 0) return BEFORE_ALL;
  const [info] = (await store().pipeline([['XINFO', 'STREAM', key]])) as [unknown[]];
  return String(info[info.indexOf('last-generated-id') + 1]);
}

async function fromStream(query: CounterQuery, after: string, upTo: string): Promise<Piece[]> {
  const { metric, resource } = query.limit;
  if (!isCharged(metric) || compareIds(upTo, after) <= 0) return [];
  const whose = ledgerSubject(query.limit.scope, query.subject);
  const entries = await entriesBetween(store(), query.shard, after, upTo);
  return entries.flatMap((fields) => {
    const event = JSON.parse(fields.event ?? '{}') as LedgerEvent;
    const atMs = Number(fields.admitted);
    const counts =
      event.workspaceId === query.workspaceId &&
      atMs >= query.fromMs &&
      (resource === '' || event.resource === resource) &&
      isOf(event, whose);
    return counts ? [{ atMs, amount: Number(fields[FIELDS[metric]]) }] : [];
  });
}

async function entriesBetween(from: Store, shard: number, after: string, upTo: string) {
  const found: Record<string, string>[] = [];
  for (let start = after; ; ) {
    const [reply] = (await from.pipeline([
      ['XRANGE', streamKey(shard), `(${start}`, upTo, 'COUNT', 1000],
    ])) as [[string, string[]][]];
    for (const [id, flat] of reply) {
      start = id;
      found.push(Object.fromEntries(flat.flatMap((f, i) => (i % 2 === 0 ? [[f, String(flat[i + 1])]] : []))));
    }
    if (reply.length < 1000) return found;
  }
}

function ledgerSubject(scope: string, subject: string): UsedSubject {
  const parts = subject.split(':');
  if (scope === 'workspace') return { scope };
  if (scope === 'user') return { scope, userId: parts[1] ?? '' };
  return parts[0] === 'session'
    ? { scope: 'session', userId: parts[2] ?? '' }
    : { scope: 'key', keyId: subject };
}

interface LedgerEvent {
  workspaceId?: string;
  keyId?: string | null;
  userId?: string;
  resource?: string;
}

function isOf(event: LedgerEvent, subject: UsedSubject): boolean {
  if (subject.scope === 'workspace') return true;
  if (subject.scope === 'key') return event.keyId === subject.keyId;
  if (subject.scope === 'session') return !event.keyId && event.userId === subject.userId;
  return event.userId === subject.userId;
}
