import { announceInstance } from '../limits/insurance/instances';
import { type Insured, insure } from '../limits/insurance/insured';
import { processState } from '../process-state';
import { promptStore } from '../redis/prompt';
import { ledgerAnswers } from '../usage/answers';
import { orders } from './orders';
import { storeEngine } from './store-engine';

/** The process's limits engine, insured against a store that is down or slow. */
export const engine = (): Insured =>
  processState('engine', () =>
    insure({
      engine: storeEngine(),
      store: promptStore(),
      instances: announceInstance(promptStore()).count,
      takesOrders: ledgerAnswers,
      order: (order) => orders().order(order),
    }),
  );
