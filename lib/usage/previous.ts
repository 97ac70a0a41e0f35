import { DAY_MS, HOUR_MS, type Interval, type IntervalUnit, intervalsOf, MINUTE_MS } from './intervals';

const LENGTH_MS: Record<IntervalUnit, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/**
 * The period before a range: as many intervals of the zone, ending where the range's first one begins, and cut at
 * either end as the range is. So the nth interval compares with the nth, and eleven hours of today with eleven
 * hours of the day before.
 */
export function previousOf(range: Interval, unit: IntervalUnit, zone: string): Interval {
  const intervals = intervalsOf(range, unit, zone);
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return range;
  // A day that daylight saving makes longer: one interval more than needed is looked at.
  const before = intervalsOf(
    { startMs: first.startMs - (intervals.length + 1) * LENGTH_MS[unit], endMs: first.startMs },
    unit,
    zone,
  ).slice(-intervals.length);
  const [earliest, latest] = [before[0], before.at(-1)];
  if (!earliest || !latest) return range;
  const startMs = Math.min(earliest.startMs + Math.max(0, range.startMs - first.startMs), earliest.endMs);
  const isWhole = range.endMs >= last.endMs;
  const endMs = isWhole
    ? latest.endMs
    : Math.min(latest.startMs + (range.endMs - last.startMs), latest.endMs);
  return { startMs, endMs: Math.max(startMs, endMs) };
}
