import { TZDate } from '@date-fns/tz';
import {
  DAY_MS,
  HOUR_MS,
  type Interval,
  intervalStart,
  MINUTE_MS,
} from '@/components/charts/prepare-time-axis';
import { periodsAt } from '@/lib/plans/period';

export const RANGES = ['1h', '24h', '7d', '30d', 'month', 'custom'] as const;
export type RangeName = (typeof RANGES)[number];

export const RANGE_LABELS: Record<RangeName, string> = {
  '1h': 'Last hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  month: 'This month',
  custom: 'Custom',
};

export interface RangeChoice {
  range: RangeName;
  /** First and last day of a custom range, `2026-11-22`, both included; on the clock of the zone. */
  from: string | null;
  to: string | null;
  interval: Interval | 'auto';
}

/** What to ask the usage API for: [fromMs, toMs), in intervals of the zone's clock. */
export interface ResolvedRange {
  fromMs: number;
  toMs: number;
  interval: Interval;
  /** The range ends now or later: it is worth asking again. */
  live: boolean;
}

/** More bars than this are thinner than a pixel on a phone. */
const MOST_BARS = 400;
const LENGTH_MS: Record<Interval, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** Bars of a minute up to three hours, of an hour up to nine days, of a day beyond. */
function autoInterval(spanMs: number): Interval {
  if (spanMs <= 3 * HOUR_MS) return 'minute';
  return spanMs <= 9 * DAY_MS ? 'hour' : 'day';
}

/** The intervals that a range of this length can be drawn in. */
export const fittingIntervals = (spanMs: number): Interval[] =>
  (['minute', 'hour', 'day'] as const).filter(
    (interval) => spanMs / LENGTH_MS[interval] <= MOST_BARS && spanMs > LENGTH_MS[interval],
  );

/**
 * A choice as instants. A range that ends now has whole intervals, the current one included: 24 hours
 * are 24 bars of which the last is still counting. An interval that does not fit falls back to auto.
 */
export function resolveRange(choice: RangeChoice, nowMs: number, zone: string): ResolvedRange {
  const custom = choice.range === 'custom' ? customRange(choice, zone) : null;
  const spanMs = custom ? custom.toMs - custom.fromMs : spanOf(choice.range, nowMs, zone);
  const fits = choice.interval !== 'auto' && fittingIntervals(spanMs).includes(choice.interval);
  const interval = fits && choice.interval !== 'auto' ? choice.interval : autoInterval(spanMs);
  if (custom) return { ...custom, interval, live: custom.toMs > nowMs };
  const firstMs = choice.range === 'month' ? nowMs - spanMs : nowMs - spanMs + LENGTH_MS[interval];
  const fromMs = intervalStart(firstMs, interval, zone);
  return { fromMs, toMs: intervalStart(nowMs, 'minute', zone) + MINUTE_MS, interval, live: true };
}

const SPANS: Partial<Record<RangeName, number>> = {
  '1h': HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
};

function spanOf(range: RangeName, nowMs: number, zone: string): number {
  if (range !== 'month') return SPANS[range] ?? DAY_MS;
  const [month] = periodsAt({ kind: 'calendar', unit: 'month', zone, anchorDay: 1 }, nowMs);
  return nowMs - month.startMs;
}

/** First and last day, whichever was named first; both null where one is missing. */
function daysOf({ from, to }: RangeChoice): [string, string] | [null, null] {
  if (from === null || to === null) return [null, null];
  return from <= to ? [from, to] : [to, from];
}

/** Whole days of the zone; null where the days are missing or malformed. */
function customRange(choice: RangeChoice, zone: string): { fromMs: number; toMs: number } | null {
  const [from, to] = daysOf(choice);
  const [first, last] = [dayStart(from, 0, zone), dayStart(to, 1, zone)];
  return first !== null && last !== null ? { fromMs: first, toMs: last } : null;
}

function dayStart(text: string | null, offset: number, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (!match) return null;
  const ms = new TZDate(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + offset, zone).getTime();
  return Number.isNaN(ms) ? null : ms;
}

/** A picked local date as the URL keeps it. */
export const dayText = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0')).join('-');

/** The days of a custom range in words: "3 – 9 Nov", with the year where it is not this one. */
export function customLabel(choice: RangeChoice, nowMs: number): string {
  const [a = null, b = null] = daysOf(choice).map((text) => dayStart(text, 0, 'UTC'));
  if (a === null || b === null) return RANGE_LABELS.custom;
  const thisYear = new Date(nowMs).getUTCFullYear();
  const elsewhere = [a, b].some((ms) => new Date(ms).getUTCFullYear() !== thisYear);
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: elsewhere ? 'numeric' : undefined,
    timeZone: 'UTC',
  })
    .formatRange(a, b)
    .replace(/\s*–\s*/, ' – ');
}
