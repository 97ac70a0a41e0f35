import type { Actual, Amount, Claim } from '../limits/decision';
import { METRICS, type Metric } from '../plans/limit';

export type ServiceAmounts = Partial<Record<Metric, number>>;

/**
 * A spent budget refuses every further request, so one that names no cost holds one micro-unit while it runs.
 * Per unit of output: whoever never settles is charged its base, 0.
 */
const TOUCH_BUDGET: Amount = { base: 0, per: 1 };
const ONE = { minimum: 1, wish: 1 };

/** The claim of a request whose amounts another service knows beforehand. It is at least one request. */
export function serviceClaim(resource: string, amounts: ServiceAmounts): Claim {
  const asked: ServiceAmounts = { requests: 1, ...amounts };
  const claimed: [Metric, Amount][] = [];
  for (const metric of METRICS) {
    const base = asked[metric];
    if (base !== undefined) claimed.push([metric, { base }]);
    else if (metric === 'cost') claimed.push([metric, TOUCH_BUDGET]);
  }
  return { resource, amounts: Object.fromEntries(claimed), units: ONE };
}

/** What its settle charges where nothing else is said: what was asked for. */
export const askedOf = ({ amounts }: Claim): Actual =>
  Object.fromEntries(Object.entries(amounts).map(([metric, { base }]) => [metric, base]));
