import { env } from '../env';
import { createEngine, type Engine } from '../limits/engine';
import { processState } from '../process-state';
import { store } from '../redis/store';
import { usedSoFar } from '../usage/used-so-far';

/** The process's limits engine on its store and ledger. */
export const engine = (): Engine =>
  processState('engine', () =>
    createEngine({ store: store(), ledger: usedSoFar, testClock: env().TEST_CLOCK }),
  );
