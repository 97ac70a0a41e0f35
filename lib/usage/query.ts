import { AppError } from '../errors';
import { filterNames, groupNames } from './group-names';
import { type Interval, intervalsOf } from './intervals';
import { previousOf } from './previous';
import { rangeOf } from './range';
import { readRollups } from './read-rollups';
import { rollupParts } from './rollup-parts';
import { Binder, GROUP_COLUMNS, whereOf } from './rollup-sql';
import type { UsageAmounts, UsageQuery, UsageRow, UsageView } from './schema';

/**
 * The one query module: charts, CSV and totals come from here and read rollups only, never the ledger.
 * An interval or group without anything recorded has no row (no data is a gap, not a zero). `start` is the
 * interval's own start in the asked zone, which may lie before `from`: the row then holds the part in range.
 */

const NOTHING: UsageAmounts = { requests: 0, tokens_in: 0, tokens_out: 0, cost_micros: 0, denied: 0 };
const MOST_ROWS = 100_000;

/** One row of PostgreSQL's arrays and lists, in text: each row by itself would cost more to read than to sum. */
type Columns = Record<'bucket' | 'group' | keyof UsageAmounts, string | null>;

interface Row extends UsageAmounts {
  bucket: number;
  group: string;
}

/** A workspace's use by interval and group. @throws AppError `invalid_request` for a range it cannot answer. */
export async function usage(workspaceId: string, query: UsageQuery): Promise<UsageView> {
  const range = rangeOf(query);
  const { compare, group_by, ...ungrouped } = query;
  const [data, before, filters] = await Promise.all([
    rowsOf(workspaceId, query, range),
    compare ? previous(workspaceId, ungrouped, range) : undefined,
    filterNames(workspaceId, query),
  ]);
  return {
    data,
    totals: data.reduce(plus, NOTHING),
    ...(before && { previous: before }),
    groups: group_by ? await groupNames(workspaceId, group_by, data) : {},
    filters,
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
  const starts = intervals.map(({ startMs }) => new Date(startMs).toISOString());
  const first = new Date(range.startMs).toISOString();
  return rows.map(({ bucket, ...row }) => ({ start: starts[bucket - 1] ?? first, ...row }));
}

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
  const { sql, values } = usageSql(workspaceId, query, range, intervals);
  if (sql === null) return [];
  const [columns] = await readRollups<Columns>(sql, values);
  const rows = columns ? rowsIn(columns) : [];
  if (rows.length > MOST_ROWS) {
    throw new AppError(
      'invalid_request',
      `This answer has more than ${MOST_ROWS.toLocaleString('en')} rows. Ask for a shorter range, a longer interval or another group_by.`,
      { field: 'group_by' },
    );
  }
  return rows;
}

function rowsIn(columns: Columns): Row[] {
  const groups: string[] = JSON.parse(columns.group ?? '[]');
  // `{1,2}`; null without any row.
  const numbers = (name: 'bucket' | keyof UsageAmounts) => columns[name]?.slice(1, -1).split(',').map(Number);
  const [bucket, requests, tokensIn, tokensOut, cost, denied] = (['bucket', ...AMOUNTS] as const).map(
    numbers,
  );
  return groups.map((group, i) => ({
    bucket: bucket?.[i] ?? 0,
    group,
    requests: requests?.[i] ?? 0,
    tokens_in: tokensIn?.[i] ?? 0,
    tokens_out: tokensOut?.[i] ?? 0,
    cost_micros: cost?.[i] ?? 0,
    denied: denied?.[i] ?? 0,
  }));
}

const AMOUNTS = ['requests', 'tokens_in', 'tokens_out', 'cost_micros', 'denied'] as const;

/** The question in SQL, for `readRollups`; null: nothing can match. */
export function usageSql(
  workspaceId: string,
  query: UsageQuery,
  range: Interval,
  intervals: readonly Interval[],
): { sql: string | null; values: unknown[] } {
  const binder = new Binder();
  const group = query.group_by ? GROUP_COLUMNS[query.group_by] : { used: "''", denied: "''" };
  const workspace = binder.bind(workspaceId, 'uuid');
  const starts = binder.bind(
    intervals.map(({ startMs }) => new Date(startMs)),
    'timestamptz[]',
  );
  const where = whereOf(query, binder);
  const parts: string[] = [];
  const part = (table: string, column: string, condition: string, sums: Partial<Record<string, string>>) =>
    parts.push(`SELECT width_bucket(start_at, ${starts}) AS bucket, ${column} AS "group",
        ${AMOUNTS.map((name) => `${sums[name] ?? '0::bigint'} AS ${name}`).join(', ')}
      FROM ${table} WHERE workspace_id = ${workspace} AND ${condition} GROUP BY 1, 2`);
  if (where.used !== null) {
    const [requests, tokens_in, tokens_out, cost_micros] = AMOUNTS.map((name) => `sum(${name})::bigint`);
    for (const { table, condition } of rollupParts(query.interval, range, intervals, binder)) {
      part(table, group.used, condition + where.used, { requests, tokens_in, tokens_out, cost_micros });
    }
  }
  if (where.denied !== null) {
    const table = query.interval === 'minute' ? 'denials_minute' : 'denials_quarter';
    const [from, to] = [range.startMs, range.endMs].map((ms) => binder.bind(new Date(ms), 'timestamptz'));
    const condition = `start_at >= ${from} AND start_at < ${to}${where.denied}`;
    part(table, group.denied, condition, { denied: 'sum(denied)::bigint' });
  }
  const sql = `
SELECT array_agg(bucket)::text AS bucket, json_agg("group")::text AS "group",
  ${AMOUNTS.map((name) => `array_agg(${name})::text AS ${name}`).join(', ')}
FROM (
  SELECT bucket, "group", ${AMOUNTS.map((name) => `sum(${name})::bigint AS ${name}`).join(', ')}
  FROM (${parts.join(' UNION ALL ')}) AS part
  GROUP BY 1, 2
  HAVING ${AMOUNTS.map((name) => `sum(${name}) <> 0`).join(' OR ')}
  ORDER BY 1, 2
  LIMIT ${MOST_ROWS + 1}) AS line`;
  return { sql: parts.length > 0 ? sql : null, values: binder.values };
}
