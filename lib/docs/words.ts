import type { Window } from '../plans/limit';
import { parseWindow } from '../plans/limit';
import type { PlanLimitView } from '../plans/schema';

/** A limit in the words of a docs page. */

const grouped = new Intl.NumberFormat('en');
export const figure = (value: number): string => grouped.format(value);

const UNITS = [
  [2 ** 40, 'TB'],
  [2 ** 30, 'GB'],
  [2 ** 20, 'MB'],
  [2 ** 10, 'KB'],
] as const;

/** Bytes in the largest unit that divides them: `25 MB` is 25 × 2^20. */
export function bytes(value: number): string {
  const unit = UNITS.find(([size]) => value >= size && value % size === 0);
  return unit ? `${figure(value / unit[0])} ${unit[1]}` : `${figure(value)} bytes`;
}

const SPANS = new Map([
  [1_000, 'second'],
  [60_000, 'minute'],
  [3_600_000, 'hour'],
  [86_400_000, '24 hours'],
]);

function span(window: Window): string {
  if (window.kind === 'rolling') return `/ ${SPANS.get(window.windowMs) ?? `${window.windowMs / 1000} s`}`;
  return window.kind === 'calendar' ? `/ ${window.unit}` : '';
}

const METRICS: Record<string, string> = {
  requests: 'Requests',
  tokens: 'Tokens',
  cost: 'Spend',
  messages: 'Chat messages',
  descriptions: 'AI descriptions',
  bytes: 'Storage',
};

/** `Requests / minute`, `Concurrent uploads`, `Storage`. */
export function limitTitle({ metric, resource, window: words }: PlanLimitView): string {
  const window = parseWindow(words);
  if (window.kind === 'concurrent') return `Concurrent ${resource ?? metric}`;
  const what = METRICS[metric] ?? metric;
  return `${resource ? `${what} (${resource})` : what} ${span(window)}`.trim();
}

const OWNERS: Record<string, string> = { key: 'each key', user: 'each user', workspace: 'each workspace' };

/** Whose it is and when it starts again: `each key, any 60 seconds`. */
export function limitReach({ scope, window: words }: PlanLimitView): string {
  const window = parseWindow(words);
  const whose = OWNERS[scope] ?? scope;
  if (window.kind === 'rolling') return `${whose}, rolling`;
  if (window.kind !== 'calendar') return whose;
  const from = window.unit === 'month' && window.anchorDay !== 1 ? `, from day ${window.anchorDay}` : '';
  return `${whose}, calendar ${window.unit}${from} in ${window.zone}`;
}

/** A plan's number: `1,000`, `60, up to 10,000`, `Unlimited`, `Custom`, `Not included`. */
export function limitValue(limit: PlanLimitView | undefined): string {
  if (!limit) return '—';
  if (limit.custom) return 'Custom';
  if (limit.limit === null) return 'Unlimited';
  if (limit.limit === 0) return 'Not included';
  const write = limit.metric === 'bytes' ? bytes : figure;
  const most = limit.ceiling === null ? '' : `, up to ${write(limit.ceiling)}`;
  return `${write(limit.limit)}${most}`;
}
