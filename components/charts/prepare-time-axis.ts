import { TZDate } from '@date-fns/tz';
import { periodsAt } from '@/lib/plans/period';

export type Interval = 'minute' | 'hour' | 'day';

/** One interval of a chart: [startMs, endMs). */
export interface Span {
  startMs: number;
  endMs: number;
}

export interface TimeTick {
  startMs: number;
  label: string;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The start of the interval that contains an instant, on the clock of a zone. */
export function intervalStart(atMs: number, interval: Interval, zone: string): number {
  if (interval === 'minute') return Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  if (interval === 'day') return day(atMs, zone).startMs;
  const minutesPast = new TZDate(atMs, zone).getMinutes();
  return intervalStart(atMs, 'minute', zone) - minutesPast * MINUTE_MS;
}

const day = (atMs: number, zone: string) =>
  periodsAt({ kind: 'calendar', unit: 'day', zone, anchorDay: 1 }, atMs)[0];

const HOUR_STEPS = [1, 2, 3, 4, 6, 12];
const MINUTE_STEPS = [1, 2, 5, 10, 15, 20, 30];

/** At most `maxTicks` ticks at round times of the zone, at starts of intervals. */
export function prepareTimeTicks(
  spans: readonly Span[],
  interval: Interval,
  zone: string,
  maxTicks = 6,
): TimeTick[] {
  const labelled = (picked: readonly Span[]) =>
    picked.map(({ startMs }) => ({ startMs, label: tickLabel(startMs, interval, zone) }));
  if (spans.length <= maxTicks) return labelled(spans);
  if (interval !== 'day') {
    const hours = interval === 'minute' ? MINUTE_STEPS.map((m) => m / 60) : [];
    for (const step of [...hours, ...HOUR_STEPS]) {
      const picked = spans.filter((b) => Math.round(minuteOfDay(b.startMs, zone) % (step * 60)) === 0);
      if (picked.length <= maxTicks) return labelled(picked);
    }
  }
  const days = interval === 'day' ? spans : spans.filter((b) => minuteOfDay(b.startMs, zone) === 0);
  const every = Math.ceil(days.length / maxTicks);
  // Counted from the end, so that the newest days keep their label.
  return labelled(days.filter((_, i) => (days.length - 1 - i) % every === 0));
}

function minuteOfDay(atMs: number, zone: string): number {
  const local = new TZDate(atMs, zone);
  return local.getHours() * 60 + local.getMinutes();
}

const format = (atMs: number, zone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(atMs);

const clock = (atMs: number, zone: string) =>
  format(atMs, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const date = (atMs: number, zone: string) => format(atMs, zone, { day: 'numeric', month: 'short' });

/** "14:05", or "22 Nov" for days and at midnight. */
function tickLabel(startMs: number, interval: Interval, zone: string): string {
  return interval === 'day' || minuteOfDay(startMs, zone) === 0 ? date(startMs, zone) : clock(startMs, zone);
}

/** One interval in words: "Sun 22 Nov, 14:00–15:00", "Sun 22 Nov 2026". */
export function spanLabel(span: Span, interval: Interval, zone: string): string {
  const when: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
  if (interval === 'day') return format(span.startMs, zone, { ...when, year: 'numeric' });
  const start = `${format(span.startMs, zone, when)}, ${clock(span.startMs, zone)}`;
  return interval === 'minute' ? start : `${start}–${clock(span.endMs, zone)}`;
}

/** The zone as charts name it: "UTC", "Europe/Berlin (UTC+01:00)". */
export function zoneLabel(zone: string, atMs: number): string {
  if (zone === 'UTC') return 'UTC';
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(atMs)
    .find((part) => part.type === 'timeZoneName')?.value;
  return `${zone.replaceAll('_', ' ')} (${(offset ?? 'GMT').replace('GMT', 'UTC')})`;
}
