import type { ChartModel, ChartSeries } from '@/lib/usage/chart-model';
import { shortFigure, tickFigure, type Unit } from './figures';
import { prepareScale, type Scale } from './prepare-scale';
import { type Interval, prepareTimeTicks, type TimeTick } from './prepare-time-axis';

/** The token of that name (app/tokens.css): refusals are always red, the rest of the groups always grey. */
export type SeriesColour =
  | 'chart-1'
  | 'chart-2'
  | 'chart-3'
  | 'chart-4'
  | 'chart-5'
  | 'chart-other'
  | 'chart-refused';

const COLOURS: readonly SeriesColour[] = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5'];

export interface BarsInput {
  /** Complete axis and ranked series, as lib/usage/chart-model.ts shapes them. */
  model: ChartModel;
  interval: Interval;
  zone: string;
  nowMs: number;
  unit: Unit;
  /** `refused`: what is counted are refusals, whoever met them. */
  paint?: 'series' | 'refused';
  /** At most this many ticks on either axis; fewer on a phone. */
  maxTicks?: number;
  /** A capacity per interval, drawn as a dashed line. */
  limit?: { value: number; label: string };
}

export interface Bar {
  startMs: number;
  endMs: number;
  /** `current` is still counting and drawn lighter; `future` has no data and is a gap. */
  phase: 'past' | 'current' | 'future';
  /** One amount per series, in the order of `series`; null: no data, a gap. */
  values: readonly (number | null)[];
  total: number | null;
}

export interface BarSeries {
  id: string;
  name: string;
  colour: SeriesColour;
  total: number;
}

/** A chart over time, every decision made. The drawing component only draws it. */
export interface BarModel {
  /** Bars are stacked, since their parts add up; lines are drawn side by side and have no total. */
  kind: 'bars' | 'lines';
  bars: readonly Bar[];
  /** The largest first: it lies at the bottom of the stack; Other comes last. */
  series: readonly BarSeries[];
  scale: Scale;
  valueTicks: readonly { value: number; label: string }[];
  timeTicks: readonly TimeTick[];
  interval: Interval;
  zone: string;
  unit: Unit;
  total: number;
  /** `drawn` is false where the line would press the bars flat: then it is said in words. */
  limit: { value: number; label: string; drawn: boolean } | null;
  /** What stood in the same place of the period before, one for each bar: a thin line behind the bars. */
  previous: readonly (number | null)[] | null;
}

/** A limit further above the tallest bar than this is not drawn. */
const LIMIT_REACH = 3;

export function prepareBars(input: BarsInput): BarModel {
  const { model, interval, zone, unit, nowMs, paint = 'series', maxTicks = 6 } = input;
  const bars = model.intervals.map(({ startMs, endMs, incomplete }, i): Bar => {
    const phase = startMs > nowMs ? 'future' : incomplete ? 'current' : 'past';
    const values = model.series.map((series) => series.values[i] ?? null);
    return { startMs, endMs, phase, values, total: model.totals[i] ?? null };
  });
  const most = Math.max(
    0,
    ...bars.map((bar) => bar.total ?? 0),
    ...(model.previous ?? []).map((v) => v ?? 0),
  );
  const limit = input.limit ? { ...input.limit, drawn: input.limit.value <= most * LIMIT_REACH } : null;
  const scale = prepareScale(limit?.drawn ? Math.max(most, limit.value) : most, maxTicks);
  return {
    kind: 'bars',
    bars,
    series: model.series.map((series, i) => ({
      id: series.id,
      name: series.name,
      total: series.total,
      colour: colourOf(series, i, paint),
    })),
    scale,
    valueTicks: scale.ticks.map((value) => ({ value, label: tickFigure(value, scale.step, unit) })),
    timeTicks: prepareTimeTicks(bars, interval, zone, maxTicks),
    interval,
    zone,
    unit,
    total: model.total,
    limit,
    previous: model.previous,
  };
}

function colourOf(series: ChartSeries, index: number, paint: 'series' | 'refused'): SeriesColour {
  if (paint === 'refused') return 'chart-refused';
  if (series.kind === 'other') return 'chart-other';
  return COLOURS[index % COLOURS.length] ?? 'chart-other';
}

function describeLines(model: BarModel): string {
  const range = model.series.map((series, i) => {
    const values = model.bars.flatMap((bar) => bar.values[i] ?? []);
    const [low, high] = [Math.min(...values), Math.max(...values)].map((v) => shortFigure(v, model.unit));
    return `${series.name} from ${low} to ${high}`;
  });
  return `${model.bars.length} intervals of one ${model.interval}: ${range.join(', ')}.`;
}

/** The chart in one sentence, for people who do not see it. */
export function describeBars(model: BarModel): string {
  if (model.series.length === 0) return 'Nothing recorded in this range.';
  if (model.kind === 'lines') return describeLines(model);
  const short = (value: number) => shortFigure(value, model.unit);
  const most = Math.max(...model.bars.map((bar) => bar.total ?? 0));
  const article = model.interval === 'hour' ? 'an' : 'a';
  const largest = model.series.slice(0, 3).map((s) => `${s.name} ${short(s.total)}`);
  return [
    `${model.bars.length} intervals of ${article} ${model.interval}, ${short(model.total)} in all,`,
    `at most ${short(most)} in one.`,
    ...(model.series.length > 1 ? [`Largest: ${largest.join(', ')}.`] : []),
  ].join(' ');
}
