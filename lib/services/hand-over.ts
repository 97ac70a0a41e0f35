import { settleReliably } from '../admission/settle';
import { AppError } from '../errors';
import type { Actual, Admitted } from '../limits/decision';
import type { Held } from '../limits/orders';
import { log } from '../log';
import { METRICS } from '../plans/limit';
import { writeVerification } from '../usage/verifications';
import { heldOf } from './held';

const NOTHING: Actual = Object.fromEntries(METRICS.map((metric) => [metric, 0]));

/**
 * Writes down a reservation for the service that will hold it. What cannot be written is given back.
 * @throws AppError `quota_unavailable` where the database does not take it
 */
export async function handOver(
  decision: Admitted,
  reserved: Omit<Held, 'granted' | 'admittedAtMs' | 'leaseMs'>,
  leaseMs: number,
): Promise<void> {
  const held = heldOf({ ...reserved, granted: decision.granted, admittedAtMs: decision.atMs, leaseMs });
  const { id, caller, facts, admittedAtMs } = held;
  try {
    await writeVerification({
      id,
      workspaceId: caller.workspaceId,
      admittedAtMs,
      leaseEndsAtMs: admittedAtMs + leaseMs,
      held: JSON.stringify(held),
    });
  } catch (error) {
    log().warn({ err: error, requestId: id }, 'a verification could not be kept; it is given back');
    await settleReliably(held, NOTHING, { ...facts, outcome: 'void', estimated: false });
    throw new AppError(
      'quota_unavailable',
      'The reservation cannot be kept right now, so nothing was reserved. Try again shortly.',
    );
  }
}
