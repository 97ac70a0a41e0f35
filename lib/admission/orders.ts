import { createOrders, type Orders } from '../limits/orders';
import { log } from '../log';
import { processState } from '../process-state';
import { ordersOf, ordersTaken, takeOrders, writeOrders } from '../usage/order-book';
import { storeEngine } from './store-engine';

/** The process's settle orders, in its database. */
export const orders = (): Orders =>
  processState('orders', () =>
    createOrders({
      engine: storeEngine(),
      book: { write: writeOrders, take: takeOrders, taken: ordersTaken, of: ordersOf },
      onError: (error, message) => log().warn({ err: error }, message),
    }),
  );
