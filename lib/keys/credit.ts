import { AppError } from '../errors';
import { formatDecimal, parseMoney } from '../money';

/** What is granted. @returns micro-units above 0 @throws AppError `invalid_request` */
export function creditMicros(amount: string): number {
  const micros = parseMoney(amount);
  if (micros > 0) return micros;
  throw new AppError('invalid_request', 'amount must be above 0.', { field: 'amount' });
}

/** A budget with a grant on top. @throws AppError `invalid_request` where the sum is more than a budget can be */
export function raisedBudget(budgetMicros: bigint, byMicros: number): bigint {
  const sum = budgetMicros + BigInt(byMicros);
  if (sum <= BigInt(Number.MAX_SAFE_INTEGER)) return sum;
  throw new AppError(
    'invalid_request',
    `amount would raise the budget beyond ${formatDecimal(Number.MAX_SAFE_INTEGER)}.`,
    {
      field: 'amount',
    },
  );
}
