import { type BareItem, serializeItem } from 'structured-headers';
import type { LimitState } from '../limits/decision';
import type { ContractView, HeaderFields } from './contract';
import { resetInSeconds } from './requests-limit';

/** Structured Fields integers have at most 15 digits (RFC 9651, 3.3.1). */
const MOST = 999_999_999_999_999;

type Limit = LimitState['limit'];
interface Item {
  /** `"id";q=60;w=60` */
  policy: string;
  /** `"id";r=` */
  remaining: string;
}

/** A policy's limits live as long as its cached principal, and so do their serialised halves. */
const items = new WeakMap<Limit, Item>();

function windowSeconds({ window }: Limit): number | null {
  if (window.kind === 'rolling') return Math.ceil(window.windowMs / 1000);
  return window.kind === 'calendar' && window.unit === 'day' ? 86_400 : null;
}

/** Quota unit; requests are the default and left out. */
function unit({ window, metric }: Limit): string | null {
  if (window.kind === 'concurrent') return 'concurrent-requests';
  return metric === 'requests' ? null : metric;
}

/** Structured Fields strings are printable ASCII (RFC 9651, 3.3.3): no limit's name may take an answer down. */
const printable = (id: string): string => id.replace(/[^\x20-\x7e]/g, '?');

function itemOf(state: LimitState, capacity: number): Item {
  const known = items.get(state.limit);
  if (known) return known;
  const id = printable(state.id);
  const parameters = new Map<string, BareItem>([['q', Math.min(capacity, MOST)]]);
  const [seconds, quotaUnit] = [windowSeconds(state.limit), unit(state.limit)];
  if (seconds !== null) parameters.set('w', seconds);
  if (quotaUnit !== null) parameters.set('qu', quotaUnit);
  const name = serializeItem(id, new Map());
  const item = { policy: serializeItem(id, parameters), remaining: `${name};r=` };
  items.set(state.limit, item);
  return item;
}

/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10) with every limit of the
 * policy; names are the ids of `GET /v1/quota`. An unlimited one has no quota to state.
 */
export function addRateLimitFields(headers: HeaderFields, view: ContractView): void {
  let policy = '';
  let rateLimit = '';
  for (const state of view.limits) {
    if (state.limit.capacity === null) continue;
    const item = itemOf(state, state.limit.capacity);
    const separator = policy === '' ? '' : ', ';
    policy += separator + item.policy;
    rateLimit += `${separator}${item.remaining}${Math.min(state.remaining ?? 0, MOST)}`;
    if (state.resetAtMs !== null) rateLimit += `;t=${resetInSeconds(state, view.atMs)}`;
  }
  if (policy === '') return;
  headers['RateLimit-Policy'] = policy;
  headers.RateLimit = rateLimit;
}
