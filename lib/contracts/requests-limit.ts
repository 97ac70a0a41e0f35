import type { Denied, LimitState } from '../limits/decision';
import type { ContractView, HeaderFields } from './contract';

const isMinute = ({ limit }: LimitState): boolean =>
  limit.window.kind === 'rolling' && limit.window.windowMs === 60_000;

/** A limit on how many, as opposed to how many at once. */
const isCounted = ({ limit }: LimitState): boolean => limit.window.kind !== 'concurrent';

/**
 * The limit per minute that speaks for a metric: of those on this resource, finite before unlimited,
 * then the one with the least left. undefined for a session, which has none.
 */
export function minuteLimit(view: ContractView, metric: 'requests' | 'tokens'): LimitState | undefined {
  let best: LimitState | undefined;
  for (const state of view.limits) {
    const { limit } = state;
    if (limit.metric !== metric || !isMinute(state)) continue;
    if (limit.resource !== '' && limit.resource !== view.resource) continue;
    if (!best || (state.remaining ?? Infinity) < (best.remaining ?? Infinity)) best = state;
  }
  return best;
}

/**
 * The limit `X-RateLimit-*` speak of: always of requests; the requests limit that refused, else
 * requests per minute.
 */
export function requestsLimit(view: ContractView, denied: Denied | null): LimitState | undefined {
  if (denied && denied.by.limit.metric === 'requests' && isCounted(denied.by)) return denied.by;
  return minuteLimit(view, 'requests');
}

/** Unix seconds at which a limit eases, rounded up so that nobody comes back early; now if nothing is counted. */
export const resetUnix = (state: LimitState, atMs: number): number =>
  Math.ceil((state.resetAtMs ?? atMs) / 1000);

/** Whole seconds until a limit eases, rounded up; 0 if nothing is counted. */
export const resetInSeconds = (state: LimitState, atMs: number): number =>
  Math.max(0, Math.ceil(((state.resetAtMs ?? atMs) - atMs) / 1000));

/** `X-RateLimit-Limit`, `-Remaining` and `-Reset`, left out where unlimited. */
export function trio(
  headers: HeaderFields,
  state: LimitState | undefined,
  view: ContractView,
  reset: (state: LimitState, atMs: number) => number = resetUnix,
): void {
  if (!state || state.limit.capacity === null) return;
  headers['X-RateLimit-Limit'] = `${state.limit.capacity}`;
  headers['X-RateLimit-Remaining'] = `${state.remaining ?? 0}`;
  headers['X-RateLimit-Reset'] = `${reset(state, view.atMs)}`;
}
