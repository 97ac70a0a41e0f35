import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { REFUSED_OUTCOME } from './group-names';
import { DAY_MS, QUARTER_MS } from './intervals';
import { named } from './request-names';
import { type DenialColumns, denialRow, type EventColumns, eventRow } from './request-rows';
import type { RequestRow, RequestsQuery } from './request-schema';

/**
 * The request explorer: admitted calls from the ledger and the kept refusals, newest first, a page at a time.
 * With filters the rollups serve as the index: they say which quarter-hours hold matching calls, and only those
 * are read, so that a rare key or model is found as fast as a busy one and the ledger needs no index for each.
 */

interface Bounds {
  from: Date;
  /** Exclusive. */
  to: Date;
  /** Only what stands before (at, id): the end of the page before. */
  cursor: { at: Date; id: string } | null;
  /** How many rows are wanted at most. */
  count: number;
}

/** @throws AppError `invalid_request` for a cursor that no page gave */
export async function listRequests(
  workspaceId: string,
  query: RequestsQuery,
): Promise<{ data: RequestRow[]; nextCursor: string | null }> {
  const bounds: Bounds = {
    from: query.from ? new Date(query.from) : new Date(0),
    to: query.to ? new Date(query.to) : new Date(Date.UTC(2100, 0)),
    cursor: query.cursor === undefined ? null : readCursor(query.cursor),
    count: query.limit + 1,
  };
  const [events, denials] = await Promise.all([
    readEvents(workspaceId, query, bounds),
    readDenials(workspaceId, query, bounds),
  ]);
  const rows = [...events.map(eventRow), ...denials.map(denialRow)].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1),
  );
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    data: await named(workspaceId, page),
    nextCursor: last ? `${Date.parse(last.at)}_${last.id}` : null,
  };
}

function readCursor(text: string): { at: Date; id: string } {
  const [ms = '', id = ''] = text.split('_');
  const at = new Date(Number(ms));
  if (!/^\d{1,15}$/.test(ms) || !isId(id) || Number.isNaN(at.getTime())) {
    throw new AppError('invalid_request', 'cursor must be the next_cursor of the page before.', {
      field: 'cursor',
    });
  }
  return { at, id };
}

const and = (conditions: Prisma.Sql[]) => Prisma.join(conditions, ' AND ');

/** What filters ask of ledger and rollups alike; `key` differs. null: no admitted call can match. */
function filtersOf({ member, model, resource, outcome, refused_by }: RequestsQuery): Prisma.Sql[] | null {
  if (outcome === REFUSED_OUTCOME || refused_by !== undefined) return null;
  const conditions: Prisma.Sql[] = [];
  if (member !== undefined) conditions.push(Prisma.sql`user_id = ${member}::uuid`);
  if (model !== undefined) conditions.push(Prisma.sql`model = ${model}`);
  if (resource !== undefined) conditions.push(Prisma.sql`resource = ${resource}`);
  if (outcome === 'failed') conditions.push(Prisma.sql`outcome <> 'ok'`);
  else if (outcome !== undefined) conditions.push(Prisma.sql`outcome = ${outcome}`);
  return conditions;
}

async function readEvents(
  workspaceId: string,
  query: RequestsQuery,
  { from, to, cursor, count }: Bounds,
): Promise<EventColumns[]> {
  const filters = filtersOf(query);
  if (filters === null) return [];
  const inLedger = [
    Prisma.sql`workspace_id = ${workspaceId}::uuid`,
    ...filters,
    ...(cursor ? [Prisma.sql`(admitted_at, id) < (${cursor.at}, ${cursor.id}::uuid)`] : []),
  ];
  const newest = Prisma.sql`ORDER BY admitted_at DESC, id DESC LIMIT ${count}`;
  if (filters.length === 0 && query.key === undefined) {
    return db().$queryRaw`SELECT * FROM usage_events
      WHERE ${and([...inLedger, Prisma.sql`admitted_at >= ${from} AND admitted_at < ${to}`])} ${newest}`;
  }
  if (query.key === 'session') inLedger.push(Prisma.sql`key_id IS NULL`);
  else if (query.key !== undefined) inLedger.push(Prisma.sql`key_id = ${query.key}::uuid`);
  const until = cursor && cursor.at < to ? new Date(cursor.at.getTime() + 1) : to;
  const quarters = await quartersWith(workspaceId, query.key, filters, from, until, count);
  if (quarters.length === 0) return [];
  return db().$queryRaw`
    SELECT e.* FROM unnest(${quarters}::timestamptz[]) AS quarter (start_at) CROSS JOIN LATERAL (
      SELECT * FROM usage_events
      WHERE ${and(inLedger)} AND admitted_at >= greatest(quarter.start_at, ${from})
        AND admitted_at < least(quarter.start_at + interval '15 minutes', ${to}) ${newest}) AS e
    ${newest}`;
}

/**
 * The newest quarter-hours that together hold at least `count` matching calls. The first one does not count:
 * the page before may have ended in it.
 */
async function quartersWith(
  workspaceId: string,
  key: string | undefined,
  filters: Prisma.Sql[],
  from: Date,
  to: Date,
  count: number,
): Promise<string[]> {
  const conditions = [
    Prisma.sql`workspace_id = ${workspaceId}::uuid`,
    ...filters,
    ...(key === undefined ? [] : [Prisma.sql`key_id = ${key}`]),
  ];
  // What is asked for mostly stands in the last day; only what is rare is looked for in all of time.
  const untilMs = Math.min(to.getTime(), Date.now() + DAY_MS);
  for (const days of [2, 10]) {
    const sinceMs = untilMs - days * DAY_MS;
    if (sinceMs <= from.getTime()) break;
    const found = await countedQuarters(conditions, sinceMs, to, count);
    if (found.enough) return found.quarters;
  }
  return (await countedQuarters(conditions, from.getTime() - QUARTER_MS, to, count)).quarters;
}

async function countedQuarters(conditions: Prisma.Sql[], afterMs: number, to: Date, count: number) {
  const rows = await db().$queryRaw<{ start_at: Date; enough: boolean }[]>`
    SELECT start_at, requests + before >= ${count} AND start_at <> newest AS enough FROM (
      SELECT start_at, requests, first_value(start_at) OVER newest_first AS newest,
             sum(requests) OVER newest_first - requests - first_value(requests) OVER newest_first AS before
      FROM (
        SELECT start_at, sum(requests) AS requests FROM rollups_quarter
        WHERE ${and(conditions)} AND start_at > ${new Date(afterMs)} AND start_at < ${to} GROUP BY 1
      ) AS q
      WINDOW newest_first AS (ORDER BY start_at DESC)
    ) AS counted
    WHERE before < ${count} ORDER BY start_at DESC`;
  return {
    quarters: rows.map((row) => row.start_at.toISOString()),
    /** What is older is not needed. */
    enough: rows.some((row) => row.enough),
  };
}

/** The kept refusals: the last ones of each key. */
async function readDenials(
  workspaceId: string,
  query: RequestsQuery,
  { from, to, cursor, count }: Bounds,
): Promise<DenialColumns[]> {
  const { key, member, model, resource, outcome, refused_by } = query;
  if (outcome !== undefined && outcome !== REFUSED_OUTCOME) return [];
  return db().denialReceipt.findMany({
    where: {
      workspaceId,
      at: { gte: from, lt: to },
      ...(key !== undefined && { keyId: key }),
      ...(member !== undefined && { userId: member }),
      ...(model !== undefined && { model }),
      ...(resource !== undefined && { resource }),
      ...(refused_by !== undefined && { limit: refused_by }),
      ...(cursor && { OR: [{ at: { lt: cursor.at } }, { at: cursor.at, id: { lt: cursor.id } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: count,
  });
}
