import type { Actual } from '../limits/decision';
import type { EventFacts } from '../limits/event';
import { type Held, reservationOf } from '../limits/orders';
import { createSettledLately, type SettledLately } from '../limits/settled';
import { log } from '../log';
import { processState } from '../process-state';
import { nudge } from '../usage/nudge';
import { forgetOrder } from '../usage/order-book';
import { engine } from './engine';
import { orders } from './orders';
import { howManyRun } from './running';
import { settlesUnderWay, whileSettling } from './settling';

/** What this process settled, until the ledger has it. */
export const settledLately = (): SettledLately => processState('settled lately', createSettledLately);

/**
 * Settles in the store, or orders it where the store does not take it or does not know the reservation.
 * Resolves once one of them is written, or both have failed and memory keeps the order. Never rejects.
 * @param answer what a repetition under the same Idempotency-Key is answered
 * @param ordered whether an order for it was written ahead, with the effect of the request
 */
export function settleReliably(
  held: Held,
  actual: Actual,
  ended: EventFacts,
  answer?: string | null,
  ordered = false,
): Promise<void> {
  return whileSettling(() => settle(held, actual, ended, answer, ordered));
}

async function settle(
  held: Held,
  actual: Actual,
  ended: EventFacts,
  answer: string | null | undefined,
  ordered: boolean,
): Promise<void> {
  const order = { ...reservationOf(held), actual, ended, ...(answer !== undefined && { answer }) };
  const fields = { requestId: held.id };
  try {
    const settled = await engine().settle(order, actual, ended, undefined, answer);
    if (settled.state !== 'unknown') {
      settledLately().add(order);
      nudge();
      // One that stays is replayed, and a tombstone may end before a ledger that lags has the event.
      if (ordered)
        await forgetOrder(held.id).catch((error: unknown) =>
          log().warn({ err: error, ...fields }, 'a settle order stays though it is settled; it is replayed'),
        );
      if ((actual.cost ?? 0) > settled.charged.cost)
        log().warn(fields, 'the upstream reported more than was held: the rest is unbilled');
      return;
    }
    log().warn(fields, 'the store does not know a reservation that was to be settled; it is put back');
  } catch (error) {
    log().warn({ err: error, ...fields }, 'the store did not take a settle; it is replayed');
  }
  await orders().order(order);
}

const LOOK_MS = 20;

/** Resolves once everything that ran is settled, or after `withinMs`. @returns whether all is settled */
export async function allSettled(withinMs: number): Promise<boolean> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    if (howManyRun() === 0 && settlesUnderWay() === 0) return true;
    if (performance.now() > endsAt) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
