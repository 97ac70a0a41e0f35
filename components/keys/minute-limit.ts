import { formatExact } from '@/components/format/number';
import type { PlanView } from '@/lib/plans/schema';

/** The plan's limit per key and minute: its capacity, and what a key may be set to. */
export function minuteLimit(plan: PlanView | undefined, metric: 'requests' | 'tokens') {
  return plan?.limits.find(
    (l) => l.metric === metric && l.scope === 'key' && l.window === 'rolling 60000' && !l.resource,
  );
}

/** How a key's own rate is typed, beside what its plan gives where it has none. */
export const rateInput = (limit: ReturnType<typeof minuteLimit>) =>
  ({
    inputMode: 'numeric',
    autoComplete: 'off',
    placeholder: limit?.limit ? formatExact(limit.limit) : 'Unlimited',
    className: 'tabular-nums',
  }) as const;

/** What a key set to `own` may really do per minute; null is unlimited. */
export function inForce(own: number | null, limit: ReturnType<typeof minuteLimit>): number | null {
  const most = limit ? (limit.ceiling ?? limit.limit) : null;
  if (own === null) return limit?.limit ?? null;
  return most === null ? own : Math.min(own, most);
}
