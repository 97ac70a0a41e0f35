import type { KeyView } from '@/lib/keys/schema';
import { type ShownStatus, shownStatus } from './status';

export const SORTS = ['name', 'plan', 'rpm', 'budget', 'requests', 'last_used', 'created', 'status'] as const;
export type KeySort = (typeof SORTS)[number];

export interface KeyFilters {
  /** Words that the name, the prefix, the last four or the owner must contain. */
  q: string;
  /** Empty shows every key that is not revoked. */
  status: ShownStatus | 'all' | '';
  sort: KeySort;
  desc: boolean;
}

const SEVERITY: Record<ShownStatus, number> = {
  refused: 0,
  expired: 1,
  near_budget: 2,
  expiring: 3,
  active: 4,
  revoked: 5,
};

const budgetShare = (key: KeyView) =>
  key.budget ? key.budget.used_micros / Math.max(1, key.budget.limit_micros) : -1;

const requestsOf = (key: Pick<KeyView, 'sparkline'>): number => key.sparkline.reduce((a, b) => a + b, 0);

const VALUE: Record<KeySort, (key: KeyView) => number | string> = {
  name: (key) => key.name.toLowerCase(),
  plan: (key) => key.plan ?? '',
  rpm: (key) => key.rpm ?? Number.POSITIVE_INFINITY,
  budget: budgetShare,
  requests: requestsOf,
  last_used: (key) => (key.last_used_at ? Date.parse(key.last_used_at) : 0),
  created: (key) => Date.parse(key.created_at),
  status: (key) => SEVERITY[shownStatus(key)],
};

/** The keys that a reader asked for, in their order; equal ones newest first. */
export function filterKeys(keys: readonly KeyView[], filters: KeyFilters): KeyView[] {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (key: KeyView) => {
    const status = shownStatus(key);
    if (filters.status === '' ? status === 'revoked' : filters.status !== 'all' && status !== filters.status)
      return false;
    const text =
      `${key.name} ${key.prefix}${key.last4} ${key.owner.name} ${key.owner.email} ${key.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const value = VALUE[filters.sort];
  const direction = filters.desc ? -1 : 1;
  return keys.filter(matches).sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    const order = typeof x === 'string' ? x.localeCompare(String(y)) : x === y ? 0 : x < Number(y) ? -1 : 1;
    return order * direction || Date.parse(b.created_at) - Date.parse(a.created_at);
  });
}
