import { floorTo, HOUR_MS, type Interval, QUARTER_MS } from './intervals';
import type { Binder } from './rollup-sql';
import type { UsageQuery } from './schema';

/** One table of rollups, and the rows of it that a question reads. */
export interface RollupPart {
  table: 'rollups_minute' | 'rollups_quarter' | 'rollups_hour';
  /** On `start_at`. */
  condition: string;
}

/**
 * Where a range is read from: hours where they lie within one interval, quarter-hours where an interval ends within
 * the hour (a day in India) or the range does. What is read is disjoint and is all of the range.
 */
export function rollupParts(
  unit: UsageQuery['interval'],
  range: Interval,
  intervals: readonly Interval[],
  binder: Binder,
): RollupPart[] {
  const instant = (ms: number) => binder.bind(new Date(ms), 'timestamptz');
  const between = ({ startMs, endMs }: Interval) =>
    `start_at >= ${instant(startMs)} AND start_at < ${instant(endMs)}`;
  if (unit === 'minute') return [{ table: 'rollups_minute', condition: between(range) }];
  const { hours, split } = hoursOf(range, intervals);
  const length = Math.max(0, (hours.endMs - hours.startMs) / HOUR_MS);
  if (split.length * 2 > length) return [{ table: 'rollups_quarter', condition: between(range) }];
  const quarters = quartersOutside(range, hours, split);
  const instants = (list: readonly number[]) =>
    binder.bind(
      list.map((ms) => new Date(ms)),
      'timestamptz[]',
    );
  const whole =
    split.length > 0 ? `${between(hours)} AND start_at <> ALL (${instants(split)})` : between(hours);
  return [
    { table: 'rollups_hour', condition: whole },
    ...(quarters.length > 0
      ? [{ table: 'rollups_quarter' as const, condition: `start_at = ANY (${instants(quarters)})` }]
      : []),
  ];
}

/** The whole hours of a range, and the starts of those within which an interval begins. */
function hoursOf(range: Interval, intervals: readonly Interval[]): { hours: Interval; split: number[] } {
  const startMs = -floorTo(-range.startMs, HOUR_MS);
  const hours = { startMs, endMs: Math.max(startMs, floorTo(range.endMs, HOUR_MS)) };
  const split = intervals
    .filter(({ startMs: at }) => at % HOUR_MS !== 0)
    .map(({ startMs: at }) => floorTo(at, HOUR_MS))
    .filter((hour) => hour >= hours.startMs && hour < hours.endMs);
  return { hours, split: [...new Set(split)] };
}

/** The quarter-hours of a range that its whole and unsplit hours leave out. */
function quartersOutside(range: Interval, hours: Interval, split: readonly number[]): number[] {
  const of = (startMs: number, endMs: number) =>
    Array.from({ length: Math.max(0, (endMs - startMs) / QUARTER_MS) }, (_, i) => startMs + i * QUARTER_MS);
  return [
    ...of(range.startMs, Math.min(hours.startMs, range.endMs)),
    ...split.flatMap((hour) => of(hour, hour + HOUR_MS)),
    ...of(Math.max(hours.endMs, hours.startMs), range.endMs),
  ];
}
