import { lookAtKeys, lookAtWorkspace } from '../admission/look-at';
import { startUpkeep } from '../admission/upkeep';
import { startAlerts } from '../alerts/background';
import { startOutbox } from '../changes/outbox';
import { startSweeper } from '../uploads/background';
import { startConsumer } from '../usage/consumer';
import { flushDecisions } from '../usage/decisions';
import { flushDenials } from '../usage/denials';
import { startRetention } from '../usage/retention';

export interface Background {
  /** Resolves once the store's counters may be used. */
  ready: Promise<void>;
  /** Resolves when everything under way has been written. */
  stop(): Promise<void>;
}

/**
 * The work beside requests: ledger, counters, pending revisions, alerts. Started by `npm start` and
 * by the start script of `next dev`, never by a module that Next loads.
 */
export function startBackground(): Background {
  const stopOutbox = startOutbox();
  const upkeep = startUpkeep();
  const consumer = startConsumer();
  const retention = startRetention();
  const sweeper = startSweeper();
  // From the figures that the quota pages show.
  const alerts = startAlerts({ member: lookAtWorkspace, keys: lookAtKeys });
  return {
    ready: upkeep.ready,
    async stop() {
      await Promise.all([
        stopOutbox(),
        upkeep.stop(),
        flushDenials(),
        flushDecisions(),
        retention.stop(),
        sweeper.stop(),
        alerts.stop(),
      ]);
      // Last: what the others settled is in its streams.
      await consumer.stop();
    },
  };
}
