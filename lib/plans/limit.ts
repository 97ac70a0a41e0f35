/** A limit: one rule of metric, resource, scope, window and capacity (the glossary of lib/limits/README.md). */

export const SCOPES = ['key', 'user', 'workspace'] as const;
export type Scope = (typeof SCOPES)[number];

export const METRICS = ['requests', 'tokens', 'cost', 'messages', 'descriptions', 'bytes'] as const;
export type Metric = (typeof METRICS)[number];

export type Window =
  /** Any span of `windowMs` that ends now. */
  | { kind: 'rolling'; windowMs: number }
  /** A day or month in an IANA zone; months begin on `anchorDay`, or on a shorter month's last day. */
  | { kind: 'calendar'; unit: 'day' | 'month'; zone: string; anchorDay: number }
  | { kind: 'lifetime' }
  | { kind: 'concurrent' }
  /** A level that goes up and down, such as stored bytes. */
  | { kind: 'standing' };

export type WhenDown = 'closed' | 'local' | 'open';

/** One limit: so much of a metric, by whom it is counted and over which time. */
export interface Limit {
  metric: Metric;
  /** '' means every resource. */
  resource: string;
  scope: Scope;
  window: Window;
  /** null is unlimited (still metered); 0 is "not in this plan". */
  capacity: number | null;
  /** What a member may set a key to; null: the capacity. */
  ceiling: number | null;
  whenDown: WhenDown;
  /** Who set the number in force. */
  setBy: 'plan' | 'workspace' | 'key';
}

/**
 * The window as one short word group, as stored and as used in counter names:
 * `rolling 60000`, `day UTC`, `month Asia/Kolkata 1`, `lifetime`, `concurrent`, `standing`.
 */
export function formatWindow(window: Window): string {
  switch (window.kind) {
    case 'rolling':
      return `rolling ${window.windowMs}`;
    case 'calendar':
      return window.unit === 'day' ? `day ${window.zone}` : `month ${window.zone} ${window.anchorDay}`;
    default:
      return window.kind;
  }
}

/** @throws Error on text that formatWindow cannot have written. */
export function parseWindow(text: string): Window {
  const [kind, a, b] = text.split(' ');
  if (kind === 'rolling' && Number.isSafeInteger(Number(a)) && Number(a) >= 1000)
    return { kind, windowMs: Number(a) };
  if (kind === 'day' && a) return { kind: 'calendar', unit: 'day', zone: a, anchorDay: 1 };
  if (kind === 'month' && a) return { kind: 'calendar', unit: 'month', zone: a, anchorDay: Number(b ?? 1) };
  if (text === 'lifetime' || text === 'concurrent' || text === 'standing') return { kind: text };
  throw new Error(`not a window: ${text}`);
}

/**
 * The counter a limit reads: metric, resource and window within its scope. Not the plan, so that a
 * plan change keeps what was used.
 */
export const counterName = (limit: Pick<Limit, 'metric' | 'resource' | 'window'>): string =>
  `${limit.metric}/${limit.resource || '*'}/${formatWindow(limit.window)}`;

/** Stable id of a limit within a policy, as in `key:requests/chat/rolling 60000`. */
export const limitId = (limit: Pick<Limit, 'metric' | 'resource' | 'window' | 'scope'>): string =>
  `${limit.scope}:${counterName(limit)}`;
