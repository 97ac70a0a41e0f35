import { tzOffset } from '@date-fns/tz';
import type { UsageQuery } from './schema';

/**
 * The intervals of a chart or of a usage answer, in any IANA zone. Every edge is a whole quarter-hour,
 * because the rollups are kept by quarter-hours and every zone's hours and midnights fall on one.
 * An hour that daylight saving repeats stays two intervals; a skipped one is absent.
 */

export const MINUTE_MS = 60_000;
export const QUARTER_MS = 900_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export type IntervalUnit = UsageQuery['interval'];

/** [startMs, endMs), instants. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** Whether a name is an IANA zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The range a query is answered for: whole minutes with `interval=minute`, else whole quarter-hours. */
export function widen(range: Interval, unit: IntervalUnit): Interval {
  const step = unit === 'minute' ? MINUTE_MS : QUARTER_MS;
  return { startMs: floorTo(range.startMs, step), endMs: -floorTo(-range.endMs, step) };
}

/**
 * The intervals that touch [startMs, endMs), whole: the first begins at its local hour's or day's own
 * start, which may lie before the range, and the last may end after it.
 */
export function intervalsOf(range: Interval, unit: IntervalUnit, zone: string): Interval[] {
  const edges = unit === 'minute' ? minuteEdges(range) : localEdges(range, unit, zone);
  const intervals: Interval[] = [];
  edges.forEach((startMs, i) => {
    const endMs = edges[i + 1];
    if (endMs !== undefined && endMs > range.startMs && startMs < range.endMs)
      intervals.push({ startMs, endMs });
  });
  return intervals;
}

/** The last multiple of a step at or before an instant, both in ms. */
export const floorTo = (ms: number, step: number): number => Math.floor(ms / step) * step;

function minuteEdges({ startMs, endMs }: Interval): number[] {
  const first = floorTo(startMs, MINUTE_MS);
  return Array.from({ length: Math.ceil((endMs - first) / MINUTE_MS) + 1 }, (_, i) => first + i * MINUTE_MS);
}

function localEdges(range: Interval, unit: 'hour' | 'day', zone: string): number[] {
  const stepMs = unit === 'hour' ? HOUR_MS : DAY_MS;
  // Two days either side hold the whole of the first and last day, however long daylight saving makes it.
  const spans = offsetSpans(
    { startMs: floorTo(range.startMs, QUARTER_MS) - 2 * DAY_MS, endMs: range.endMs + 2 * DAY_MS },
    zone,
  );
  const edges: number[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs, offsetMs } of spans) {
    const first = Math.floor((startMs + offsetMs) / stepMs);
    // A change of offset begins a new hour, but a new day only where the date is a later one.
    if (unit === 'hour' || first > newest) edges.push(startMs);
    newest = unit === 'hour' ? first : Math.max(first, newest);
    for (let label = first + 1; label * stepMs - offsetMs < endMs; label++) {
      if (label > newest) edges.push(-floorTo(-(label * stepMs - offsetMs), QUARTER_MS));
      newest = Math.max(label, newest);
    }
  }
  return edges;
}

interface OffsetSpan extends Interval {
  offsetMs: number;
}

const offsetAt = (ms: number, zone: string) => tzOffset(zone, new Date(ms)) * MINUTE_MS;

/** Splits a range where the zone's offset from UTC changes, to the quarter-hour. */
function offsetSpans({ startMs, endMs }: Interval, zone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let span: OffsetSpan = { startMs, endMs, offsetMs: offsetAt(startMs, zone) };
  // No zone changes its offset twice within a week.
  for (let at = startMs; at < endMs; ) {
    const next = Math.min(at + 7 * DAY_MS, endMs);
    const offsetMs = offsetAt(next, zone);
    if (offsetMs !== span.offsetMs) {
      const changeMs = changeBetween(at, next, span.offsetMs, zone);
      spans.push({ ...span, endMs: changeMs });
      span = { startMs: changeMs, endMs, offsetMs };
    }
    at = next;
  }
  spans.push(span);
  return spans;
}

/** The first quarter-hour in (lowMs, highMs] with another offset than the one at lowMs. */
function changeBetween(lowMs: number, highMs: number, offsetMs: number, zone: string): number {
  let low = Math.floor(lowMs / QUARTER_MS);
  let high = Math.ceil(highMs / QUARTER_MS);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * QUARTER_MS, zone) === offsetMs) low = middle;
    else high = middle;
  }
  return high * QUARTER_MS;
}
