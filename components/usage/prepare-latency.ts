import type { BarModel } from '@/components/charts/prepare-bars';
import { prepareLines } from '@/components/charts/prepare-lines';
import { chartAxis } from '@/lib/usage/chart-model';
import type { LatencyAmounts, Percentiles } from '@/lib/usage/schema';
import type { LatencyAnswer } from './use-usage';

/** Which time is meant: to the end of the answer, or to the first byte of a streamed one. */
export type LatencyOf = keyof LatencyAmounts;

const LINES = [
  { id: 'p50_ms', name: 'p50', colour: 'chart-1' },
  { id: 'p95_ms', name: 'p95', colour: 'chart-2' },
  { id: 'p99_ms', name: 'p99', colour: 'chart-3' },
] as const satisfies { id: keyof Percentiles; name: string; colour: string }[];

/** Three percentiles by interval as lines. */
export function prepareLatency(answer: LatencyAnswer, of: LatencyOf, maxTicks: number): BarModel {
  const { view, asked, zone, nowMs } = answer;
  const intervals = chartAxis(view, { interval: asked.interval, tz: zone, nowMs });
  const byStart = new Map(view.data.map((row) => [Date.parse(row.start), row[of]]));
  return prepareLines({
    intervals,
    series: LINES.map(({ id, name, colour }) => ({
      id,
      name,
      colour,
      values: intervals.map(({ startMs }) => byStart.get(startMs)?.[id] ?? null),
    })),
    interval: asked.interval,
    zone,
    nowMs,
    unit: { kind: 'duration' },
    maxTicks,
  });
}
