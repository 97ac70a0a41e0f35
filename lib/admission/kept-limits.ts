import type { Claim, Decision } from '../limits/decision';
import type { Limit } from '../plans/limit';
import { limitView } from '../plans/view';
import type { KeptLimit } from '../usage/request-schema';

/** Every limit as a decision left it, with what the request held of it: what the request explorer shows. */
export const keptLimits = (claim: Claim, decision: Decision): KeptLimit[] =>
  decision.limits.map((state) => ({
    ...limitView(state),
    held: decision.admitted ? held(claim, state.limit, decision.granted ?? 0) : 0,
  }));

/** ceil((base + per × units) ÷ divisor), and nothing of another resource's limit. */
function held(claim: Claim, { metric, resource }: Limit, units: number): number {
  const amount = claim.amounts[metric];
  if (!amount || (resource !== '' && resource !== claim.resource)) return 0;
  const { base, per = 0, divisor = 1 } = amount;
  return Number((BigInt(base) + BigInt(per) * BigInt(units) + BigInt(divisor) - 1n) / BigInt(divisor));
}
