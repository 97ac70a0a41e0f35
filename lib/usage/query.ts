import { db } from '../db/client';
import { AppError } from '../errors';
import { groupNames, REFUSED_OUTCOME } from './group-names';
import { type Interval, intervalsOf } from './intervals';
import { rangeOf } from './range';
import type { UsageAmounts, UsageQuery, UsageRow, UsageView } from './schema';

/**
 * The one query module: charts, CSV and totals come from here and read rollups only, never the ledger.
 * An interval or group without anything recorded has no row (no data is a gap, not a zero). `start` is the
 * interval's own start in the asked zone, which may lie before `from`: the row then holds the part in range.
 */

const NOTHING: UsageAmounts = { requests: 0, tokens_in: 0, tokens_out: 0, cost_micros: 0, denied: 0 };
const MOST_ROWS = 100_000;

/** Group columns of the rollups, and what refusals stand under (`refused` is their outcome). */
const GROUP_COLUMNS: Record<NonNullable<UsageQuery['group_by']>, [used: string, denied: string]> = {
  key: ['key_id', 'key_id'],
  model: ['model', 'model'],
  resource: ['resource', 'resource'],
  member: ['user_id::text', 'user_id::text'],
  outcome: ['outcome', `'${REFUSED_OUTCOME}'`],
};

interface Row extends Record<keyof UsageAmounts, bigint> {
  bucket: number;
  group: string;
}

/** A workspace's use by interval and group. @throws AppError `invalid_request` for a range it cannot answer. */
export async function usage(workspaceId: string, query: UsageQuery): Promise<UsageView> {
  const range = rangeOf(query);
  const intervals = intervalsOf(range, query.interval, query.tz);
  const rows = await read(workspaceId, query, range, intervals);
  const data = rows.map((row): UsageRow => {
    const start = intervals[row.bucket - 1]?.startMs ?? range.startMs;
    return { start: new Date(start).toISOString(), group: row.group, ...amountsOf(row) };
  });
  return {
    data,
    totals: data.reduce(plus, NOTHING),
    groups: query.group_by ? await groupNames(workspaceId, query.group_by, data) : {},
    from: new Date(range.startMs).toISOString(),
    to: new Date(range.endMs).toISOString(),
  };
}

const amountsOf = (row: Record<keyof UsageAmounts, bigint>): UsageAmounts => ({
  requests: Number(row.requests),
  tokens_in: Number(row.tokens_in),
  tokens_out: Number(row.tokens_out),
  cost_micros: Number(row.cost_micros),
  denied: Number(row.denied),
});

const plus = (a: UsageAmounts, b: UsageAmounts): UsageAmounts => ({
  requests: a.requests + b.requests,
  tokens_in: a.tokens_in + b.tokens_in,
  tokens_out: a.tokens_out + b.tokens_out,
  cost_micros: a.cost_micros + b.cost_micros,
  denied: a.denied + b.denied,
});

async function read(
  workspaceId: string,
  query: UsageQuery,
  range: Interval,
  intervals: Interval[],
): Promise<Row[]> {
  const [used, denied] = query.group_by ? GROUP_COLUMNS[query.group_by] : ["''", "''"];
  const rows = await db().$queryRawUnsafe<Row[]>(
    usageSql(query.interval === 'minute' ? 'rollups_minute' : 'rollups_quarter', used, denied),
    workspaceId,
    new Date(range.startMs),
    new Date(range.endMs),
    intervals.map((interval) => new Date(interval.startMs)),
  );
  if (rows.length > MOST_ROWS) {
    throw new AppError(
      'invalid_request',
      `This answer has more than ${MOST_ROWS.toLocaleString('en')} rows. Ask for a shorter range, a longer interval or another group_by.`,
      { field: 'group_by' },
    );
  }
  return rows;
}

/** The names are ours, never a caller's. $1 workspace, $2 and $3 the range, $4 the intervals' starts. */
const usageSql = (rollups: string, used: string, denied: string) => `
SELECT width_bucket(start_at, $4::timestamptz[]) AS bucket, "group",
       sum(requests)::bigint AS requests, sum(tokens_in)::bigint AS tokens_in, sum(tokens_out)::bigint AS tokens_out,
       sum(cost_micros)::bigint AS cost_micros, sum(denied)::bigint AS denied
FROM (
  SELECT start_at, ${used} AS "group", requests, tokens_in, tokens_out, cost_micros, 0 AS denied
  FROM ${rollups} WHERE workspace_id = $1::uuid AND start_at >= $2 AND start_at < $3
  UNION ALL
  SELECT start_at, ${denied}, 0, 0, 0, 0, denied
  FROM denials_minute WHERE workspace_id = $1::uuid AND start_at >= $2 AND start_at < $3
) AS part
GROUP BY 1, 2
HAVING sum(requests) <> 0 OR sum(tokens_in) <> 0 OR sum(tokens_out) <> 0 OR sum(cost_micros) <> 0 OR sum(denied) <> 0
ORDER BY 1, 2
LIMIT ${MOST_ROWS + 1}`;
