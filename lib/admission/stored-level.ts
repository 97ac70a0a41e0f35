import type { SettleOrder } from '../limits/orders';
import { lowerLevel, type Release, type Released } from '../limits/release';
import { processState } from '../process-state';
import { Deadline } from '../redis/deadline';
import { store } from '../redis/store';
import { writeOrders } from '../usage/order-book';
import { orders } from './orders';

/**
 * The level of stored bytes, for work that keeps files (lib/uploads). It rises by settles whose orders stand in the
 * transaction that makes a file's row, and is lowered by releases that stand in the one that removes it.
 */

/** A connection may hang without failing. */
const PATIENCE_MS = 5000;
/** By then the settle that follows the transaction has been tried, or its process has died. */
const ORDER_DUE_MS = 3000;

type Transaction = NonNullable<Parameters<typeof writeOrders>[1]>;

/** Orders a request's settle in the transaction of its effect: whoever finds the one finds the other. */
export const orderWithin = (transaction: Transaction, order: SettleOrder): Promise<void> =>
  writeOrders([order], transaction, ORDER_DUE_MS);

/**
 * Takes bytes out of a workspace's level, once for each release.
 * @param reservationId the admission that put them there: it is settled first
 * @throws where store or database do not answer: to be tried again
 */
export async function releaseStored(release: Release, reservationId: string): Promise<Released> {
  const deadline = processState('stored level', () => new Deadline(PATIENCE_MS));
  await orders().settleIfOrdered([reservationId]);
  return deadline.within(lowerLevel(store(), release));
}
