import { AppError } from '../errors';
import type { Principal } from '../keys/principal';
import type { Identified } from './identified';
import { look } from './look';

/**
 * Does what comes before the decision under a caller's policy, and once more where it failed by a policy that
 * is no longer in force: the decision finds an old one out, but a model that was just added, or a scope just
 * given, would be refused before it.
 * @throws what `attempt` throws under the policy in force
 */
export function underPolicyInForce<T>(
  identified: Identified,
  attempt: (principal: Principal) => T | Promise<T>,
  nowMs?: number,
): T | Promise<T> {
  const { principal } = identified;
  const again = async (error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    // Where nobody answers, the first answer stands.
    await look(identified, nowMs).catch(() => undefined);
    if (identified.principal === principal) throw error;
    return attempt(identified.principal);
  };
  try {
    const attempted = attempt(principal);
    return attempted instanceof Promise ? attempted.catch(again) : attempted;
  } catch (error) {
    return again(error);
  }
}
