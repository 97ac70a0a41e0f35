import { TZDate } from '@date-fns/tz';
import { periodsAt } from '@/lib/plans/period';

export type Interval = 'minute' | 'hour' | 'day';

/** One interval of a chart: [startMs, endMs). */
export interface Bucket {
  startMs: number;
  endMs: number;
  /** `current` is still counting and drawn lighter; `future` has no data and is a gap. */
  phase: 'past' | 'current' | 'future';
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

/** Every interval that touches [fromMs, toMs), on the clock of a zone; a day may have 23 or 25 hours. */
export function prepareBuckets(
  range: { fromMs: number; toMs: number },
  interval: Interval,
  zone: string,
  nowMs: number,
): Bucket[] {
  const buckets: Bucket[] = [];
  let startMs = intervalStart(range.fromMs, interval, zone);
  while (startMs < range.toMs) {
    const endMs =
      interval === 'day' ? day(startMs, zone).endMs : startMs + (interval === 'hour' ? HOUR_MS : MINUTE_MS);
    const phase = endMs <= nowMs ? 'past' : startMs <= nowMs ? 'current' : 'future';
    buckets.push({ startMs, endMs, phase });
    startMs = endMs;
  }
  return buckets;
}

const HOUR_STEPS = [1, 2, 3, 4, 6, 12];
const MINUTE_STEPS = [1, 2, 5, 10, 15, 20, 30];

/** At most `maxTicks` ticks at round times of the zone, at starts of intervals. */
export function prepareTimeTicks(
  buckets: readonly Bucket[],
  interval: Interval,
  zone: string,
  maxTicks = 6,
): TimeTick[] {
  const labelled = (picked: readonly Bucket[]) =>
    picked.map(({ startMs }) => ({ startMs, label: tickLabel(startMs, interval, zone) }));
  if (buckets.length <= maxTicks) return labelled(buckets);
  if (interval !== 'day') {
    const hours = interval === 'minute' ? MINUTE_STEPS.map((m) => m / 60) : [];
    for (const step of [...hours, ...HOUR_STEPS]) {
      const picked = buckets.filter((b) => Math.round(minuteOfDay(b.startMs, zone) % (step * 60)) === 0);
      if (picked.length <= maxTicks) return labelled(picked);
    }
  }
  const days = interval === 'day' ? buckets : buckets.filter((b) => minuteOfDay(b.startMs, zone) === 0);
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
export function bucketLabel(
  bucket: Pick<Bucket, 'startMs' | 'endMs'>,
  interval: Interval,
  zone: string,
): string {
  const when: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
  if (interval === 'day') return format(bucket.startMs, zone, { ...when, year: 'numeric' });
  const start = `${format(bucket.startMs, zone, when)}, ${clock(bucket.startMs, zone)}`;
  return interval === 'minute' ? start : `${start}–${clock(bucket.endMs, zone)}`;
}

/** The zone as charts name it: "UTC", "Europe/Berlin (UTC+01:00)". */
export function zoneLabel(zone: string, atMs: number): string {
  if (zone === 'UTC') return 'UTC';
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(atMs)
    .find((part) => part.type === 'timeZoneName')?.value;
  return `${zone.replaceAll('_', ' ')} (${(offset ?? 'GMT').replace('GMT', 'UTC')})`;
}
