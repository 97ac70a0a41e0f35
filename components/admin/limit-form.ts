import { typedNumber } from '@/components/format/typed-number';
import { parseMoney } from '@/lib/money';
import { type Metric, parseWindow, type Scope } from '@/lib/plans/limit';
import type { LimitInput } from '@/lib/plans/schema';

/** The fields of the custom-limit form, as typed. */
export interface LimitForm {
  metric: Metric;
  resource: string;
  scope: Scope;
  windowKind: 'rolling' | 'day' | 'month' | 'lifetime' | 'concurrent' | 'standing';
  /** Seconds of a rolling window. */
  seconds: string;
  /** IANA zone of a calendar window. */
  zone: string;
  /** The day on which a month begins. */
  anchorDay: string;
  /** In the metric's own unit: a count, an amount of money, or megabytes. */
  capacity: string;
  unlimited: boolean;
  note: string;
}

export type LimitFormErrors = Partial<Record<keyof LimitForm, string>>;

export const emptyLimitForm = (zone: string): LimitForm => ({
  metric: 'requests',
  resource: '',
  scope: 'key',
  windowKind: 'rolling',
  seconds: '60',
  zone,
  anchorDay: '1',
  capacity: '',
  unlimited: false,
  note: '',
});

const MEGABYTE = 2 ** 20;

/** A stored limit as form fields. */
export function toLimitForm(limit: LimitInput, zone: string): LimitForm {
  const window = parseWindow(limit.window);
  return {
    metric: limit.metric,
    resource: limit.resource,
    scope: limit.scope,
    windowKind: window.kind === 'calendar' ? window.unit : window.kind,
    seconds: window.kind === 'rolling' ? String(window.windowMs / 1000) : '60',
    zone: window.kind === 'calendar' ? window.zone : zone,
    anchorDay: window.kind === 'calendar' ? String(window.anchorDay) : '1',
    capacity: limit.capacity === null ? '' : fromCapacity(limit.capacity, limit.metric),
    unlimited: limit.capacity === null,
    note: limit.note ?? '',
  };
}

function fromCapacity(capacity: number, metric: Metric): string {
  if (metric === 'cost') return String(capacity / 1_000_000);
  if (metric === 'bytes') return String(capacity / MEGABYTE);
  return String(capacity);
}

/** What a capacity is typed in. */
export function capacityUnit(metric: Metric, currency: string): string {
  if (metric === 'cost') return currency;
  return metric === 'bytes' ? 'MB' : metric;
}

/**
 * A typed capacity as the integer the API takes.
 * @returns a sentence instead where it is none.
 */
export function parseCapacity(text: string, metric: Metric): number | string {
  const typed = typedNumber(text);
  if (typed === '') return 'Enter a number, or choose unlimited.';
  if (metric === 'cost') {
    try {
      return parseMoney(typed);
    } catch {
      return 'Enter an amount such as 12.50, with at most six decimals.';
    }
  }
  const number = Number(typed);
  const units = metric === 'bytes' ? number * MEGABYTE : number;
  if (!/^\d+$/.test(typed) || !Number.isSafeInteger(units)) return 'Enter a whole number, 0 or more.';
  return units;
}

/** The form as the API takes it, or what is wrong with each field. */
export function parseLimitForm(form: LimitForm): { limit: LimitInput } | { errors: LimitFormErrors } {
  const errors: LimitFormErrors = {};
  const capacity = form.unlimited ? null : parseCapacity(form.capacity, form.metric);
  if (typeof capacity === 'string') errors.capacity = capacity;
  const seconds = Number(form.seconds);
  if (form.windowKind === 'rolling' && (!Number.isSafeInteger(seconds) || seconds < 1))
    errors.seconds = 'Enter whole seconds, 1 or more.';
  if ((form.windowKind === 'day' || form.windowKind === 'month') && !isZone(form.zone))
    errors.zone = 'Enter an IANA time zone such as UTC or Asia/Kolkata.';
  if (form.windowKind === 'month' && !/^([1-9]|[12]\d|3[01])$/.test(form.anchorDay))
    errors.anchorDay = 'Enter a day from 1 to 31.';
  if (form.windowKind === 'standing' && form.metric !== 'bytes')
    errors.windowKind = 'Only stored bytes have a level. Pick another window.';
  const [resource, note] = [form.resource.trim(), form.note.trim()];
  if (resource.length > 40) errors.resource = 'Use at most 40 characters.';
  if (note.length > 500) errors.note = 'Use at most 500 characters.';
  if (typeof capacity === 'string' || Object.keys(errors).length > 0) return { errors };
  const { metric, scope } = form;
  const window = windowText(form, seconds);
  return { limit: { metric, resource, scope, window, capacity, ...(note ? { note } : {}) } };
}

function windowText({ windowKind, zone, anchorDay }: LimitForm, seconds: number): string {
  if (windowKind === 'rolling') return `rolling ${seconds * 1000}`;
  if (windowKind === 'day') return `day ${zone}`;
  return windowKind === 'month' ? `month ${zone} ${anchorDay}` : windowKind;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}
