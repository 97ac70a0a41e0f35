import { formatAmount } from '@/components/format/limit';
import { limitWords } from '@/components/usage/limit-words';
import type { AlertEventView, AlertRuleView } from '@/lib/alerts/schema';

export const EMAIL_WORDS = {
  nobody: 'Nobody',
  admins: 'Owners and admins',
  everyone: 'Every member',
} as const;

/** What a rule watches: "50, 75 and 100 %, and projected". */
export function whenWords({
  thresholds,
  projected,
}: Pick<AlertRuleView, 'thresholds' | 'projected'>): string {
  const list = new Intl.ListFormat('en').format(thresholds.map(String));
  const percent = thresholds.length > 0 ? `At ${list} %` : '';
  if (!projected) return percent;
  return percent ? `${percent}, or on pace to run out` : 'On pace to run out';
}

/** What happened, without whose it is. */
export const eventWords = ({ threshold }: AlertEventView): string =>
  threshold === null ? 'On pace to run out' : threshold === 100 ? 'Used up' : `${threshold} % used`;

/** "3 of 4", in the limit's own unit. */
export function amountWords({ limit, used, capacity }: AlertEventView, currency: string): string {
  const metric = limit.slice(limit.indexOf(':') + 1, limit.indexOf('/'));
  return `${formatAmount(metric, used, currency)} of ${formatAmount(metric, capacity, currency)}`;
}

export const watchedWords = (limit: string | null): string =>
  limit === null ? 'Every limit' : limitWords(limit);
