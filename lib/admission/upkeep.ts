import type { Held } from '../limits/orders';
import { reapOnce, startReaper } from '../limits/reaper';
import { startWatch } from '../limits/watch';
import { log } from '../log';
import { patientStore } from '../redis/patient';
import { store } from '../redis/store';
import { confirm, isReady, missing, sayAlive, sayGoodbye, settledAs } from '../usage/rebuild-records';
import { openVerifications } from '../usage/verifications';
import { instance } from './engine';
import { beKnown, startFigures } from './instance-figures';
import { orders } from './orders';
import { startOverdue } from './overdue';
import { patientEngine } from './patient-engine';
import { reaping } from './reaping';
import { countWaitingBy } from './room';
import { runningRequests } from './running';
import { allSettled, settledLately } from './settle';

/** What is cut at the end of the process settles within this, or is ordered by then. */
const SETTLE_MS = 3000;

export interface Upkeep {
  /** Resolves once the store's counters may be used. */
  ready: Promise<void>;
  /** Resolves once all that ran is settled or ordered. */
  stop(): Promise<void>;
}

/** What keeps the counters true beside the requests: epochs, settle orders, the reaper. */
export function startUpkeep(): Upkeep {
  const settled = settledLately();
  settled.begin();
  const instanceId = beKnown();
  const watch = startWatch({
    store: store(),
    engine: patientEngine(),
    orders: orders(),
    records: { confirm, isReady, missing },
    settled,
    holds: async (shard) => [...runningRequests(), ...(await openVerifications<Held>(shard))],
    instanceId,
    sayAlive,
    sayGoodbye,
    onError: (error, message) => log().warn({ err: error }, message),
  });
  countWaitingBy(() => watch.waiting);
  const figures = startFigures(instanceId);
  const self = instance();
  const replay = orders().start();
  // After an outage those who live settle first; and an order says more than the last renewal.
  reaping().reap = async (shard, nowMs) =>
    watch.mayReap() ? reapOnce(patientStore(), shard, nowMs, { ...orders(), inLedger: settledAs }) : 0;
  const reaper = startReaper(
    store(),
    (error) => log().warn({ err: error }, 'the reaper could not run'),
    (shard) => reaping().reap(shard),
  );
  const overdue = startOverdue();
  return {
    ready: watch.ready,
    async stop() {
      if (!(await allSettled(SETTLE_MS)))
        log().warn('requests ended with this process before they were settled');
      await Promise.all([replay, reaper, overdue, self, figures].map((rounds) => rounds.stop()));
      await watch.stop();
      countWaitingBy(() => 0);
    },
  };
}
