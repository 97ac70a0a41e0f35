import { type BarModel, prepareBars } from '@/components/charts/prepare-bars';
import type { ReplayView } from '@/lib/replay/schema';

const HOUR_MS = 3_600_000;

/** Requests by hour, those that the edited limits refuse apart. */
export function replayBars(view: ReplayView, zone: string, maxTicks: number): BarModel {
  const toMs = Date.parse(view.to);
  const intervals = view.hours.map(({ start }) => {
    const startMs = Date.parse(start);
    return { startMs, endMs: startMs + HOUR_MS, incomplete: startMs + HOUR_MS > toMs };
  });
  const values = view.hours.map((hour) => hour.refused);
  const series = { id: 'all', name: 'Refused', kind: 'all' as const, values, total: view.refused };
  return prepareBars({
    model: {
      intervals,
      series: view.refused > 0 ? [series] : [],
      totals: values,
      total: view.refused,
      previous: null,
    },
    interval: 'hour',
    zone,
    nowMs: toMs,
    unit: { kind: 'count' },
    paint: 'refused',
    maxTicks,
  });
}
