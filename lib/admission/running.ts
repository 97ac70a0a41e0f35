import { AppError } from '../errors';
import type { Actual } from '../limits/decision';
import type { Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import { log } from '../log';
import { nudge } from '../usage/nudge';
import { engine } from './engine';
import type { Identified } from './identify';

const RENEW_MS = 10_000;
/** A process whose last acknowledged renewal is older stops relaying: its lease may be another's. */
const STALE_MS = 20_000;

const LOST = new AppError(
  'quota_unavailable',
  'This request could not be kept in its limits any longer, so it was stopped. What arrived is charged.',
);

/**
 * Renews a running request's reservation every 10 s, under the policy in force then: work of a revoked
 * key ends at its next renewal. @returns a function that stops renewing
 */
export function keepRenewed(
  reservation: Reservation,
  identified: Identified,
  stop: (reason: AppError) => void,
) {
  let caller = reservation.caller;
  let acknowledged = performance.now();
  const renew = async () => {
    const answer = await engine().renew({ ...reservation, caller }, null);
    if (answer === 'lost') return stop(LOST);
    if (answer === 'renewed') acknowledged = performance.now();
    else {
      caller = await identified.refresh();
      await renew();
    }
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => {
      // A refused caller is refused for good; a store that does not answer may answer again.
      if (error instanceof AppError && error.status < 500) stop(error);
      else if (performance.now() - acknowledged > STALE_MS) stop(LOST);
    });
  }, RENEW_MS);
  timer.unref();
  return () => clearInterval(timer);
}

const RETRIES_MS = [50, 250, 1000, 5000];

/**
 * Settles until the store has taken it; settling twice counts once. What it never takes is charged by
 * the reaper, flagged.
 */
export async function settleReliably(
  reservation: Reservation,
  actual: Actual,
  facts: EventFacts,
): Promise<void> {
  for (const delayMs of [0, ...RETRIES_MS]) {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    try {
      const settled = await engine().settle(reservation, actual, facts);
      if (settled.state === 'unknown')
        log().warn({ requestId: reservation.id }, 'settled an unknown reservation');
      else if ((actual.cost ?? 0) > settled.charged.cost)
        log().warn(
          { requestId: reservation.id },
          'the upstream reported more than was held: the rest is unbilled',
        );
      nudge();
      return;
    } catch (error) {
      log().warn({ err: error, requestId: reservation.id }, 'the store did not take a settle');
    }
  }
}
