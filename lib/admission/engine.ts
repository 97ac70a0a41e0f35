import { announceInstance, type Instances } from '../limits/insurance/instances';
import { type Insured, insure } from '../limits/insurance/insured';
import { processState } from '../process-state';
import { promptStore } from '../redis/prompt';
import { ledgerAnswers } from '../usage/ledger-answers';
import { orders } from './orders';
import { whileSettling } from './settling';
import { storeEngine } from './store-engine';

/** This process among those that share the store. */
export const instance = (): Instances => processState('instance', () => announceInstance(promptStore()));

/** The process's limits engine, insured against a store that is down or slow. */
export const engine = (): Insured =>
  processState('engine', () =>
    insure({
      engine: storeEngine(),
      store: promptStore(),
      instances: instance().count,
      takesOrders: ledgerAnswers,
      order: (order) => whileSettling(() => orders().order(order)),
    }),
  );
