import { groupNames } from './group-names';
import { type Interval, intervalsOf } from './intervals';
import {
  addTo,
  type Counts,
  countOf,
  emptyHistogram,
  type Histogram,
  percentile,
  readCounts,
} from './latency';
import { rangeOf } from './range';
import { readRollups } from './read-rollups';
import { rollupParts } from './rollup-parts';
import { Binder, GROUP_COLUMNS, whereOf } from './rollup-sql';
import type { LatencyAmounts, LatencyQuery, LatencyView, Percentiles } from './schema';

/** How long answers took, from the rollups' histograms: percentiles do not add up, histograms do. */

/** What one interval comes to, over all groups, or one group over the whole range: the other is null. */
interface Row {
  bucket: number | null;
  group: string | null;
  latency: string;
  first_byte: string;
}

class Times {
  private readonly whole = emptyHistogram();
  private readonly first = emptyHistogram();

  add(whole: Counts, first: Counts): void {
    addTo(this.whole, whole);
    addTo(this.first, first);
  }

  amounts(): LatencyAmounts {
    return { answer: percentiles(this.whole), first_byte: percentiles(this.first) };
  }
}

const percentiles = (histogram: Histogram): Percentiles => ({
  count: countOf(histogram),
  p50_ms: percentile(histogram, 0.5),
  p95_ms: percentile(histogram, 0.95),
  p99_ms: percentile(histogram, 0.99),
});

/**
 * Latency of a workspace's answers by interval, and by group over the whole range.
 * @throws AppError `invalid_request` for a range it cannot answer
 */
export async function latency(workspaceId: string, query: LatencyQuery): Promise<LatencyView> {
  const range = rangeOf(query);
  const intervals = intervalsOf(range, query.interval, query.tz);
  const all = new Times();
  const byInterval = new Map<number, Times>();
  const byGroup = new Map<string, Times>();
  for (const row of await read(workspaceId, query, range, intervals)) {
    const [whole, first] = [readCounts(row.latency), readCounts(row.first_byte)];
    if (row.group !== null) timesOf(byGroup, row.group).add(whole, first);
    if (row.bucket === null) continue;
    timesOf(byInterval, row.bucket).add(whole, first);
    all.add(whole, first);
  }
  const groups = [...byGroup]
    .map(([group, times]) => ({ group, ...times.amounts() }))
    .sort((a, b) => b.answer.count - a.answer.count || a.group.localeCompare(b.group));
  return {
    data: [...byInterval].map(([bucket, times]) => ({
      start: new Date(intervals[bucket - 1]?.startMs ?? range.startMs).toISOString(),
      ...times.amounts(),
    })),
    totals: all.amounts(),
    by_group: groups,
    groups: query.group_by ? await groupNames(workspaceId, query.group_by, groups) : {},
    from: new Date(range.startMs).toISOString(),
    to: new Date(range.endMs).toISOString(),
  };
}

function timesOf<K>(map: Map<K, Times>, key: K): Times {
  const known = map.get(key) ?? new Times();
  map.set(key, known);
  return known;
}

async function read(
  workspaceId: string,
  query: LatencyQuery,
  range: Interval,
  intervals: Interval[],
): Promise<Row[]> {
  const { sql, values } = latencySql(workspaceId, query, range, intervals);
  return sql === null ? [] : readRollups<Row>(sql, values);
}

/** The question in SQL, for `readRollups`; null: nothing can match. */
export function latencySql(
  workspaceId: string,
  query: LatencyQuery,
  range: Interval,
  intervals: readonly Interval[],
): { sql: string | null; values: unknown[] } {
  const binder = new Binder();
  const group = query.group_by ? GROUP_COLUMNS[query.group_by].used : "''";
  const workspace = binder.bind(workspaceId, 'uuid');
  const starts = binder.bind(
    intervals.map(({ startMs }) => new Date(startMs)),
    'timestamptz[]',
  );
  const { used } = whereOf(query, binder);
  if (used === null) return { sql: null, values: [] };
  const parts = rollupParts(query.interval, range, intervals, binder).map(
    ({ table, condition }) => `
      SELECT width_bucket(start_at, ${starts}) AS bucket, ${group} AS "group", latency, first_byte
      FROM ${table} WHERE workspace_id = ${workspace} AND ${condition}${used}`,
  );
  // Each row is added twice: by interval and group together there would be thousands of long sums to make and add.
  const sql = `
SELECT bucket, "group", sum(latency)::text AS latency, sum(first_byte)::text AS first_byte
FROM (${parts.join(' UNION ALL ')}) AS part
GROUP BY GROUPING SETS ((bucket), ("group")) HAVING sum(latency) > 0 ORDER BY 1, 2`;
  return { sql, values: binder.values };
}
