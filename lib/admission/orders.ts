import { createOrders, type Orders } from '../limits/orders';
import { log } from '../log';
import { processState } from '../process-state';
import { ordersOf, ordersTaken, takeOrders, writeOrders } from '../usage/order-book';
import { patientEngine } from './patient-engine';

/** The process's settle orders, in its database. */
export const orders = (): Orders =>
  processState('orders', () =>
    createOrders({
      engine: patientEngine(),
      book: { write: writeOrders, take: takeOrders, taken: ordersTaken, of: ordersOf },
      onError: (error, message) => log().warn({ err: error }, message),
    }),
  );
