import { startOutbox } from '../changes/outbox';
import { startReaper } from '../limits/reaper';
import { log } from '../log';
import { store } from '../redis/store';
import { startConsumer } from '../usage/consumer';
import { flushDenials } from '../usage/denials';

export interface Background {
  /** Resolves when everything under way has been written. */
  stop(): Promise<void>;
}

/**
 * The work beside requests: ledger, reaper, pending revisions. Started by `npm start` and
 * by the start script of `next dev`, never by a module that Next loads.
 */
export function startBackground(): Background {
  const stopOutbox = startOutbox();
  const reaper = startReaper(store(), (error) => log().warn({ err: error }, 'the reaper could not run'));
  const consumer = startConsumer();
  return {
    async stop() {
      await Promise.all([stopOutbox(), reaper.stop(), flushDenials()]);
      // Last: what the others settled is in its streams.
      await consumer.stop();
    },
  };
}
