import { db } from '../db/client';
import { AppError } from '../errors';
import { filterNames, groupNames } from './group-names';
import { type Interval, intervalsOf } from './intervals';
import { previousOf } from './previous';
import { rangeOf } from './range';
import { GROUP_COLUMNS, whereOf } from './rollup-sql';
import type { UsageAmounts, UsageQuery, UsageRow, UsageView } from './schema';

/**
 * The one query module: charts, CSV and totals come from here and read rollups only, never the ledger.
 * An interval or group without anything recorded has no row (no data is a gap, not a zero). `start` is the
 * interval's own start in the asked zone, which may lie before `from`: the row then holds the part in range.
 */

const NOTHING: UsageAmounts = { requests: 0, tokens_in: 0, tokens_out: 0, cost_micros: 0, denied: 0 };
const MOST_ROWS = 100_000;

interface Row extends Record<keyof UsageAmounts, bigint> {
  bucket: number;
  group: string;
}

/** A workspace's use by interval and group. @throws AppError `invalid_request` for a range it cannot answer. */
export async function usage(workspaceId: string, query: UsageQuery): Promise<UsageView> {
  const range = rangeOf(query);
  const { compare, group_by, ...ungrouped } = query;
  const [data, before] = await Promise.all([
    rowsOf(workspaceId, query, range),
    compare ? previous(workspaceId, ungrouped, range) : undefined,
  ]);
  return {
    data,
    totals: data.reduce(plus, NOTHING),
    ...(before && { previous: before }),
    groups: group_by ? await groupNames(workspaceId, group_by, data) : {},
    filters: await filterNames(workspaceId, query),
    ...spell(range),
  };
}

async function previous(workspaceId: string, query: UsageQuery, range: Interval) {
  const before = previousOf(range, query.interval, query.tz);
  const data = await rowsOf(workspaceId, query, before);
  return { data, totals: data.reduce(plus, NOTHING), ...spell(before) };
}

const spell = ({ startMs, endMs }: Interval) => ({
  from: new Date(startMs).toISOString(),
  to: new Date(endMs).toISOString(),
});

async function rowsOf(workspaceId: string, query: UsageQuery, range: Interval): Promise<UsageRow[]> {
  const intervals = intervalsOf(range, query.interval, query.tz);
  const rows = await read(workspaceId, query, range, intervals);
  return rows.map((row): UsageRow => {
    const start = intervals[row.bucket - 1]?.startMs ?? range.startMs;
    return { start: new Date(start).toISOString(), group: row.group, ...amountsOf(row) };
  });
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
  const { sql, values } = usageSql(query);
  if (sql === null) return [];
  const starts = intervals.map((interval) => new Date(interval.startMs));
  const rows = await db().$queryRawUnsafe<Row[]>(
    sql,
    workspaceId,
    new Date(range.startMs),
    new Date(range.endMs),
    starts,
    ...values,
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

const IN_RANGE = 'workspace_id = $1::uuid AND start_at >= $2 AND start_at < $3';

/**
 * The question in SQL: $1 workspace, $2 and $3 the range, $4 the intervals' starts, then the filters' values;
 * null: nothing can match. Each part is summed by its own rows' instants first: what is sorted into intervals is then a few thousand rows.
 */
export function usageSql(query: UsageQuery): { sql: string | null; values: string[] } {
  const unit = query.interval === 'minute' ? 'minute' : 'quarter';
  const { used, denied } = query.group_by ? GROUP_COLUMNS[query.group_by] : { used: "''", denied: "''" };
  const where = whereOf(query, 5);
  const parts: string[] = [];
  if (where.used !== null)
    parts.push(`SELECT start_at, ${used} AS "group", sum(requests) AS requests, sum(tokens_in) AS tokens_in,
             sum(tokens_out) AS tokens_out, sum(cost_micros) AS cost_micros, 0 AS denied
      FROM rollups_${unit} WHERE ${IN_RANGE}${where.used} GROUP BY 1, 2`);
  if (where.denied !== null)
    parts.push(`SELECT start_at, ${denied} AS "group", 0 AS requests, 0 AS tokens_in, 0 AS tokens_out,
             0 AS cost_micros, sum(denied) AS denied
      FROM denials_${unit} WHERE ${IN_RANGE}${where.denied} GROUP BY 1, 2`);
  const sum = (name: string) => `sum(${name})::bigint AS ${name}`;
  const amounts = ['requests', 'tokens_in', 'tokens_out', 'cost_micros', 'denied'];
  const sql = `
SELECT width_bucket(start_at, $4::timestamptz[]) AS bucket, "group", ${amounts.map(sum).join(', ')}
FROM (${parts.join(' UNION ALL ')}) AS part
GROUP BY 1, 2
HAVING ${amounts.map((name) => `sum(${name}) <> 0`).join(' OR ')}
ORDER BY 1, 2
LIMIT ${MOST_ROWS + 1}`;
  return { sql: parts.length > 0 ? sql : null, values: where.values };
}
