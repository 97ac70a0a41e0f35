import type { Unit } from './figures';
import { tickFigure } from './figures';
import type { BarModel, SeriesColour } from './prepare-bars';
import { prepareScale } from './prepare-scale';
import { type Interval, prepareTimeTicks } from './prepare-time-axis';

export interface LinesInput {
  /** Complete axis, gaps included. */
  intervals: readonly { startMs: number; endMs: number; incomplete: boolean }[];
  /** One value for each interval; null: nothing was measured, a gap. */
  series: readonly { id: string; name: string; colour: SeriesColour; values: readonly (number | null)[] }[];
  interval: Interval;
  zone: string;
  nowMs: number;
  unit: Unit;
  maxTicks?: number;
}

/** A chart of lines, every decision made. Lines that are empty throughout are left out. */
export function prepareLines(input: LinesInput): BarModel {
  const { intervals, interval, zone, nowMs, unit, maxTicks = 6 } = input;
  const series = input.series.filter(({ values }) => values.some((value) => value !== null));
  const bars = intervals.map(({ startMs, endMs, incomplete }, i) => {
    const values = series.map((one) => one.values[i] ?? null);
    const measured = values.flatMap((value) => value ?? []);
    return {
      startMs,
      endMs,
      phase: startMs > nowMs ? ('future' as const) : incomplete ? ('current' as const) : ('past' as const),
      values,
      total: measured.length > 0 ? Math.max(...measured) : null,
    };
  });
  const scale = prepareScale(Math.max(0, ...bars.map((bar) => bar.total ?? 0)), maxTicks);
  return {
    kind: 'lines',
    bars,
    series: series.map(({ id, name, colour }) => ({ id, name, colour, total: 0 })),
    scale,
    valueTicks: scale.ticks.map((value) => ({ value, label: tickFigure(value, scale.step, unit) })),
    timeTicks: prepareTimeTicks(bars, interval, zone, maxTicks),
    interval,
    zone,
    unit,
    total: 0,
    limit: null,
    previous: null,
  };
}
