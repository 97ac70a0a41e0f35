import { shortFigure, tickFigure, type Unit } from './figures';
import { prepareScale, type Scale } from './prepare-scale';
import { type ChartRow, type ChartSeries, prepareSeries } from './prepare-series';
import {
  type Bucket,
  type Interval,
  prepareBuckets,
  prepareTimeTicks,
  type TimeTick,
} from './prepare-time-axis';

export interface BarsInput {
  rows: readonly ChartRow[];
  /** Names for group ids. */
  names: Readonly<Record<string, string>>;
  range: { fromMs: number; toMs: number };
  interval: Interval;
  zone: string;
  nowMs: number;
  unit: Unit;
  paint?: 'series' | 'refused';
  /** At most this many ticks on either axis; fewer on a phone. */
  maxTicks?: number;
  /** A capacity per interval, drawn as a dashed line. */
  limit?: { value: number; label: string };
}

export interface BarDatum {
  bucket: Bucket;
  /** One amount per series, in the order of `series`; null: no data, a gap. */
  values: readonly (number | null)[];
  total: number | null;
}

/** A stacked bar chart, every decision made. The drawing component only draws it. */
export interface BarModel {
  data: readonly BarDatum[];
  series: readonly ChartSeries[];
  scale: Scale;
  valueTicks: readonly { value: number; label: string }[];
  timeTicks: readonly TimeTick[];
  interval: Interval;
  zone: string;
  unit: Unit;
  total: number;
  /** `drawn` is false where the line would press the bars flat: then it is said in words. */
  limit: { value: number; label: string; drawn: boolean } | null;
}

/** A limit further above the tallest bar than this is not drawn. */
const LIMIT_REACH = 3;

/** Shapes rows into bars. Rows outside the range are ignored; rows inside an interval belong to it. */
export function prepareBars(input: BarsInput): BarModel {
  const { interval, zone, unit, maxTicks = 6 } = input;
  const buckets = prepareBuckets(input.range, interval, zone, input.nowMs);
  const placed = place(input.rows, buckets);
  const series = prepareSeries(
    [...placed.values()].flat(),
    input.names,
    input.paint ? { paint: input.paint } : {},
  );
  const data = buckets.map((bucket, index) => datum(bucket, placed.get(index) ?? [], series));
  const most = Math.max(0, ...data.map((d) => d.total ?? 0));
  const limit = input.limit ? { ...input.limit, drawn: input.limit.value <= most * LIMIT_REACH } : null;
  const scale = prepareScale(limit?.drawn ? Math.max(most, limit.value) : most, maxTicks);
  return {
    data,
    series,
    scale,
    valueTicks: scale.ticks.map((value) => ({ value, label: tickFigure(value, scale.step, unit) })),
    timeTicks: prepareTimeTicks(buckets, interval, zone, maxTicks),
    interval,
    zone,
    unit,
    total: data.reduce((sum, d) => sum + (d.total ?? 0), 0),
    limit,
  };
}

/** Rows by the index of the interval that contains them. */
function place(rows: readonly ChartRow[], buckets: readonly Bucket[]): Map<number, ChartRow[]> {
  const placed = new Map<number, ChartRow[]>();
  for (const row of rows) {
    const index = indexAt(buckets, row.startMs);
    if (index === -1) continue;
    const list = placed.get(index);
    if (list) list.push(row);
    else placed.set(index, [row]);
  }
  return placed;
}

/** Binary search: days differ in length, so the index cannot be divided out. */
function indexAt(buckets: readonly Bucket[], atMs: number): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle];
    if (!bucket) return -1;
    if (atMs < bucket.startMs) high = middle - 1;
    else if (atMs >= bucket.endMs) low = middle + 1;
    else return middle;
  }
  return -1;
}

function datum(bucket: Bucket, rows: readonly ChartRow[], series: readonly ChartSeries[]): BarDatum {
  if (rows.length === 0) return { bucket, values: series.map(() => null), total: null };
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.group, (sums.get(row.group) ?? 0) + row.value);
  const values = series.map((s) => s.groups.reduce((sum, id) => sum + (sums.get(id) ?? 0), 0));
  return { bucket, values, total: values.reduce((sum, value) => sum + value, 0) };
}

/** The chart in one sentence, for people who do not see it. */
export function describeBars(model: BarModel): string {
  if (model.series.length === 0) return 'Nothing recorded in this range.';
  const peak = model.data.reduce((a, b) => ((b.total ?? 0) > (a.total ?? 0) ? b : a));
  const parts = model.series.slice(0, 3).map((s) => `${s.name} ${shortFigure(s.total, model.unit)}`);
  return [
    `${model.data.length} intervals of ${model.interval === 'hour' ? 'an' : 'a'} ${model.interval}, ${shortFigure(model.total, model.unit)} in all,`,
    `at most ${shortFigure(peak.total ?? 0, model.unit)} in one.`,
    model.series.length > 1 ? `Largest: ${parts.join(', ')}.` : '',
  ]
    .join(' ')
    .trim();
}
