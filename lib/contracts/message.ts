import type { Denied, LimitState } from '../limits/decision';
import { formatDecimal } from '../money';
import type { ContractView } from './contract';
import { retryAfterSeconds } from './retry';

type Limit = LimitState['limit'];

const grouped = new Intl.NumberFormat('en');

const SPANS = new Map([
  [1_000, 'second'],
  [60_000, 'minute'],
  [3_600_000, 'hour'],
  [86_400_000, '24 hours'],
]);

function per({ limit }: LimitState): string {
  const { window } = limit;
  switch (window.kind) {
    case 'rolling':
      return ` per ${SPANS.get(window.windowMs) ?? `${window.windowMs / 1000} seconds`}`;
    case 'calendar':
      return ` per ${window.unit}`;
    case 'concurrent':
      return ' at a time';
    default:
      return '';
  }
}

/** As in `5 image requests`; other services name resources of their own, which are left as they are. */
const ATTRIBUTES = new Map([
  ['embeddings', 'embedding'],
  ['images', 'image'],
  ['uploads', 'upload'],
]);

const OWNERS = { key: 'this key', user: 'this user', workspace: 'this workspace' } as const;

/** Whose limit it is. A session's key scope is the member's own. */
const owner = (view: ContractView, { limit }: LimitState): string =>
  limit.scope === 'key' && view.principal === 'session' ? 'your session' : OWNERS[limit.scope];

/** Spelling a number costs as much as all the rest of a refusal, and a policy's limits live as long as it. */
const amounts = new WeakMap<Limit, string>();

function amountOf(limit: Limit, currency: string): string {
  const { capacity, metric, resource } = limit;
  if (metric === 'cost') return `${formatDecimal(capacity ?? 0)} ${currency}`;
  const known = amounts.get(limit);
  if (known) return known;
  const kind = resource && metric === 'requests' ? `${ATTRIBUTES.get(resource) ?? resource} ` : '';
  const amount = `${grouped.format(capacity ?? 0)} ${kind}${metric}`;
  amounts.set(limit, amount);
  return amount;
}

/** A limit in words: `60 requests per minute for this key`. */
const limitWords = (view: ContractView, state: LimitState): string =>
  `${amountOf(state.limit, view.currency)}${per(state)} for ${owner(view, state)}`;

export const seconds = (count: number): string => `${count} second${count === 1 ? '' : 's'}`;

/** A denial for people: what happened, why, what to do. Only a rate limit's own code spells `rate_limit`. */
export const denialMessage = (view: ContractView, denied: Denied): string =>
  view.midway
    ? `${reason(view, denied)} The answer stops here, and what arrived is charged.`
    : reason(view, denied);

function reason(view: ContractView, denied: Denied): string {
  const { by } = denied;
  const wait = denied.retryAfterMs === null ? null : seconds(retryAfterSeconds(denied.retryAfterMs));
  switch (denied.code) {
    case 'rate_limit_exceeded':
      return `Rate limit exceeded: ${limitWords(view, by)}. Try again in ${wait ?? 'a while'}.`;
    case 'concurrency_limit_exceeded':
      return `Too many concurrent requests: at most ${limitWords(view, by)}. Try again when one of them has finished.`;
    case 'quota_exceeded': {
      const until = by.resetAtMs === null ? '' : ` It resets at ${new Date(by.resetAtMs).toISOString()}.`;
      return `Quota exceeded: ${limitWords(view, by)} are used up.${until} Upgrade the plan to go on now.`;
    }
    case 'budget_exceeded':
      if (by.limit.capacity === 0)
        return `Budget exceeded: the budget of ${owner(view, by)} is 0 and pays for no request. Raise it to go on.`;
      return `Budget exceeded: what is left of ${limitWords(view, by)} does not pay for this request. Raise the budget to go on.`;
    case 'budget_reserved':
      return `Requests still running hold the rest of ${limitWords(view, by)}. Try again in a second.`;
    case 'not_in_plan':
      if (by.limit.metric === 'cost')
        return `Your plan does not include requests that cost money: it gives ${owner(view, by)} a budget of 0. Upgrade the plan to use them.`;
      return `Your plan does not include ${by.limit.resource || by.limit.metric}. Upgrade the plan to use it.`;
    case 'storage_full':
      return `Storage is full: ${limitWords(view, by)}. Delete files or upgrade the plan.`;
    case 'request_too_large':
      return `This request alone needs more than ${limitWords(view, by)}. Make it smaller or upgrade the plan.`;
  }
}
