import { AppError } from '../errors';
import { newId } from '../ids';
import { reapOnce, startReaper } from '../limits/reaper';
import { startWatch, type Watch } from '../limits/watch';
import { log } from '../log';
import { processState } from '../process-state';
import { store } from '../redis/store';
import { confirm, isReady, missing, sayAlive, sayGoodbye, settledAs } from '../usage/rebuild-records';
import { instance } from './engine';
import { orders } from './orders';
import { reaping } from './reaping';
import { runningRequests } from './running';
import { allSettled, settledLately } from './settle';
import { storeEngine } from './store-engine';

/** So many settled requests may wait for the ledger; beyond, nothing new is admitted until it has caught up. */
export const MOST_WAITING = 200_000;
/** What is cut at the end of the process settles within this, or is ordered by then. */
const SETTLE_MS = 3000;

const state = () => processState<{ watch: Watch | null }>('upkeep', () => ({ watch: null }));

/** @throws AppError where the ledger is too far behind for anything more to be admitted. */
export function requireRoom(): void {
  if ((state().watch?.waiting ?? 0) < MOST_WAITING) return;
  throw new AppError(
    'quota_unavailable',
    'Too many finished requests wait to be recorded, so no new one can be admitted right now. Try again shortly.',
  );
}

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
  const watch = startWatch({
    store: store(),
    engine: storeEngine(),
    orders: orders(),
    records: { confirm, isReady, missing },
    settled,
    holds: runningRequests,
    instanceId: newId(),
    sayAlive,
    sayGoodbye,
    onError: (error, message) => log().warn({ err: error }, message),
  });
  state().watch = watch;
  const self = instance();
  const replay = orders().start();
  // After an outage those who live settle first; and an order says more than the last renewal.
  reaping().reap = async (shard, nowMs) =>
    watch.mayReap() ? reapOnce(store(), shard, nowMs, { ...orders(), inLedger: settledAs }) : 0;
  const reaper = startReaper(
    store(),
    (error) => log().warn({ err: error }, 'the reaper could not run'),
    (shard) => reaping().reap(shard),
  );
  return {
    ready: watch.ready,
    async stop() {
      if (!(await allSettled(SETTLE_MS)))
        log().warn('requests ended with this process before they were settled');
      await Promise.all([replay.stop(), reaper.stop(), self.stop()]);
      await watch.stop();
      state().watch = null;
    },
  };
}
