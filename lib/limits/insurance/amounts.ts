import type { Limit } from '../../plans/limit';
import type { Amount, Claim } from '../decision';

/** What a claim asks of a metric with so many units; exact, as the script reckons it. */
export function amountOf(amount: Amount | undefined, units: number): number {
  if (!amount) return 0;
  const { base, per = 0, divisor = 1 } = amount;
  const whole = base + per * units;
  const rest = whole % divisor;
  return rest > 0 ? (whole - rest) / divisor + 1 : whole / divisor;
}

/** What a claim asks of a limit: one place of concurrency, however many requests it counts as. */
export function needOf(claim: Claim, { metric, window }: Limit, units: number): number {
  const amount = amountOf(claim.amounts[metric], units);
  if (window.kind === 'concurrent') return Math.min(1, amount);
  return claim.leaseOnly ? 0 : amount;
}

/** The most units whose amount is at most `room`; null: any. */
export function unitsIn({ base, per = 0, divisor = 1 }: Amount, room: number): number | null {
  // In BigInt: room × divisor may pass 2^53.
  return per === 0 ? null : Number((BigInt(room) * BigInt(divisor) - BigInt(base)) / BigInt(per));
}
