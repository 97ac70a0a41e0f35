import type { BadgeTone } from '@/components/ui/badge';
import type { KeyView } from '@/lib/keys/schema';

export const STATUSES = ['active', 'near_budget', 'refused', 'expiring', 'expired', 'revoked'] as const;
export type ShownStatus = (typeof STATUSES)[number];

export const STATUS_WORDS: Record<ShownStatus, { label: string; tone: BadgeTone; why: string }> = {
  active: { label: 'Active', tone: 'neutral', why: 'Requests with this key are admitted within its limits.' },
  near_budget: { label: 'Near budget', tone: 'warning', why: 'At least 75 % of the budget is used.' },
  refused: {
    label: 'Being refused',
    tone: 'danger',
    why: 'Its budget is used up: requests are answered 402.',
  },
  expiring: { label: 'Expiring', tone: 'warning', why: 'The key expires within 7 days.' },
  expired: { label: 'Expired', tone: 'danger', why: 'Requests with this key are answered 401.' },
  revoked: { label: 'Revoked', tone: 'neutral', why: 'Requests with this key are answered 401.' },
};

/** What a key is shown as: the server's status, save that a spent budget is said as what it does. */
export function shownStatus(key: Pick<KeyView, 'status' | 'budget'>): ShownStatus {
  const ended = key.status === 'revoked' || key.status === 'expired';
  if (!ended && key.budget && key.budget.used_micros >= key.budget.limit_micros) return 'refused';
  return key.status;
}

/** Whether traffic may still depend on a key: used within the last hour. */
export const inUse = (key: Pick<KeyView, 'last_used_at'>, nowMs: number): boolean =>
  key.last_used_at !== null && nowMs - Date.parse(key.last_used_at) < 3_600_000;
