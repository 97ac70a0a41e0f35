import { env } from '../env';
import { createEngine, type Engine } from '../limits/engine';
import type { LedgerSource } from '../limits/fill';
import { processState } from '../process-state';
import { Deadline } from '../redis/deadline';
import { promptStore } from '../redis/prompt';
import { ledgerSource } from './ledger-source';
import { reaping } from './reaping';

/** How long a decision waits for what it needs beside its script: the ledger to fill a counter, or the reaper. */
const BESIDE_MS = 2000;

/** The process's limits engine on its store and ledger. Requests go through `engine()`, which is insured. */
export const storeEngine = (): Engine =>
  processState('store engine', () => {
    const deadline = new Deadline(BESIDE_MS);
    const ledger: LedgerSource = (query) => deadline.within(ledgerSource(query));
    return createEngine({
      store: promptStore(),
      ledger,
      reap: (shard, nowMs) => deadline.within(reaping().reap(shard, nowMs)),
      testClock: env().TEST_CLOCK,
    });
  });
