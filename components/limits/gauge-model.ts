import { formatAmount } from '@/components/format/limit';
import type { LimitView } from '@/lib/plans/schema';

/** `ok` below 75 %, `near` from there to 90 %, `out` from 90 % on or when nothing is left. */
export type GaugeState = 'ok' | 'near' | 'out' | 'unlimited' | 'not_in_plan';

export interface GaugeModel {
  state: GaugeState;
  /** Shares of the bar, 0 to 1, together at most 1. */
  used: number;
  reserved: number;
  /** "1,240 of 10,000 left" */
  words: string;
  /** The same with every digit, for the hint. */
  exact: string;
  /** What stands beside the bar when colour alone would speak. */
  flag: string | null;
}

type Counted = Pick<LimitView, 'metric' | 'limit' | 'used' | 'reserved' | 'remaining'>;

/** Decides what a gauge shows for a limit and its counter; the component only draws it. */
export function gaugeOf(limit: Counted, currency: string): GaugeModel {
  const amount = (value: number, short = false) => formatAmount(limit.metric, value, currency, short);
  if (limit.limit === null) {
    const words = `${amount(limit.used)} used, unlimited`;
    return { state: 'unlimited', used: 0, reserved: 0, words, exact: words, flag: null };
  }
  if (limit.limit === 0) {
    const words = 'Not in your plan';
    return { state: 'not_in_plan', used: 0, reserved: 0, words, exact: words, flag: null };
  }
  const capacity = limit.limit;
  const remaining = Math.max(0, limit.remaining ?? capacity - limit.used - limit.reserved);
  const used = Math.min(1, limit.used / capacity);
  const reserved = Math.min(1 - used, limit.reserved / capacity);
  const taken = (capacity - remaining) / capacity;
  const state = taken >= 0.9 ? 'out' : taken >= 0.75 ? 'near' : 'ok';
  const large = capacity >= 100_000;
  return {
    state,
    used,
    reserved,
    words: `${amount(remaining, large)} of ${amount(capacity, large)} left`,
    exact: `${amount(limit.used)} used${limit.reserved > 0 ? `, ${amount(limit.reserved)} reserved` : ''}, ${amount(remaining)} of ${amount(capacity)} left`,
    flag:
      remaining === 0 ? 'Used up' : state === 'out' ? 'Almost out' : state === 'near' ? 'Running low' : null,
  };
}
