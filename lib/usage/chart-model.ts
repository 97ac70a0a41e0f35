import { type Interval, intervalsOf } from './intervals';
import type { UsageAmounts, UsageQuery, UsageView } from './schema';

/** Shapes the rows of a usage answer into what a chart draws. Pure: every decision is here, charts only draw. */

export const MEASURES = ['requests', 'tokens', 'spend', 'refusals'] as const;
/** `tokens` are in + out, `spend` is in micro-units. */
export type Measure = (typeof MEASURES)[number];

export interface ChartInterval extends Interval {
  /** It contains now, or the range cuts it: its values may still grow. Drawn lighter. */
  incomplete: boolean;
}

export interface ChartSeries {
  /** The group's id; `other` for the rest; `all` when not grouped. */
  id: string;
  name: string;
  kind: 'group' | 'other' | 'all';
  /** One for each interval. null: nothing was recorded in it for anybody (a gap, not a zero). */
  values: (number | null)[];
  total: number;
}

export interface ChartModel {
  /** The complete axis, gaps included, oldest first. */
  intervals: ChartInterval[];
  /** Largest total first, `other` last; groups without any amount are left out. */
  series: ChartSeries[];
  /** The sum of all groups, one for each interval. */
  totals: (number | null)[];
  total: number;
  /** What stood in the same place of the period before, all groups together; null where it was not asked for. */
  previous: (number | null)[] | null;
}

export interface ChartOptions {
  measure: Measure;
  interval: UsageQuery['interval'];
  /** The zone the rows were asked for. */
  tz: string;
  nowMs: number;
  /** How many groups get a series of their own. */
  top?: number;
}

/** The number a measure reads from a row or from totals. */
export function amountOf(amounts: UsageAmounts, measure: Measure): number {
  switch (measure) {
    case 'requests':
      return amounts.requests;
    case 'tokens':
      return amounts.tokens_in + amounts.tokens_out;
    case 'spend':
      return amounts.cost_micros;
    case 'refusals':
      return amounts.denied;
  }
}

/** A usage answer as a chart: complete axis, the largest groups, and the rest as "Other". */
export function chartModel(view: UsageView, options: ChartOptions): ChartModel {
  const intervals = chartAxis(view, options);
  const place = new Map(intervals.map((interval, i) => [interval.startMs, i]));
  const totals: (number | null)[] = intervals.map(() => null);
  const groups = new Map<string, Map<number, number>>();
  for (const row of view.data) {
    const i = place.get(Date.parse(row.start));
    if (i === undefined) continue;
    const amount = amountOf(row, options.measure);
    totals[i] = (totals[i] ?? 0) + amount;
    const values = groups.get(row.group) ?? new Map<number, number>();
    groups.set(row.group, values.set(i, (values.get(i) ?? 0) + amount));
  }
  const series = rank([...groups].map(([id, values]) => seriesOf(view, id, values, totals)));
  return {
    intervals,
    series: foldRest(series, options.top ?? 5, totals),
    totals,
    total: sum(totals),
    previous: view.previous ? previousValues(view.previous, intervals.length, options) : null,
  };
}

/** The complete axis of a range, gaps included. */
export function chartAxis(
  { from, to }: Pick<UsageView, 'from' | 'to'>,
  { interval, tz, nowMs }: Omit<ChartOptions, 'measure'>,
): ChartInterval[] {
  const range = { startMs: Date.parse(from), endMs: Date.parse(to) };
  return intervalsOf(range, interval, tz).map(({ startMs, endMs }) => ({
    startMs,
    endMs,
    incomplete: (startMs <= nowMs && nowMs < endMs) || startMs < range.startMs || endMs > range.endMs,
  }));
}

/** The period before, its nth interval in the range's nth place. */
function previousValues(
  previous: NonNullable<UsageView['previous']>,
  length: number,
  { interval, tz, measure }: ChartOptions,
): (number | null)[] {
  const range = { startMs: Date.parse(previous.from), endMs: Date.parse(previous.to) };
  const place = new Map(intervalsOf(range, interval, tz).map(({ startMs }, i) => [startMs, i]));
  const values = Array<number | null>(length).fill(null);
  for (const row of previous.data) {
    const i = place.get(Date.parse(row.start));
    if (i !== undefined && i < length) values[i] = (values[i] ?? 0) + amountOf(row, measure);
  }
  return values;
}

const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

function seriesOf(
  view: UsageView,
  id: string,
  values: Map<number, number>,
  totals: (number | null)[],
): ChartSeries {
  const filled = totals.map((total, i) => values.get(i) ?? (total === null ? null : 0));
  const ungrouped = id === '' && !(id in view.groups);
  return {
    id: ungrouped ? 'all' : id,
    name: ungrouped ? 'All' : (view.groups[id] ?? id),
    kind: ungrouped ? 'all' : 'group',
    values: filled,
    total: sum(filled),
  };
}

/** Largest first; equal ones by name and id, so that colours do not jump between loads. */
const rank = (series: ChartSeries[]) =>
  series
    .filter((one) => one.total > 0)
    .sort((a, b) => b.total - a.total || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));

function foldRest(series: ChartSeries[], top: number, totals: (number | null)[]): ChartSeries[] {
  if (series.length <= top) return series;
  const rest = series.slice(top);
  const values = totals.map((total, i) =>
    total === null ? null : rest.reduce((amount, one) => amount + (one.values[i] ?? 0), 0),
  );
  return [
    ...series.slice(0, top),
    { id: 'other', name: `Other (${rest.length})`, kind: 'other', values, total: sum(values) },
  ];
}
