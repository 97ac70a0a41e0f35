import { openConnection } from '../db/connection';
import type { LedgerEvent } from './ledger-event';
import { inTransaction } from './transaction';
import { ensureMonths, lockLedger, writeEvents } from './write-events';

/** Few enough that a batch is a short transaction, enough that its fixed cost is spread. */
export const BATCH_SIZE = 2000;

/**
 * Writes events to the ledger and its rollups, as the consumer does: any months, any number, each counted once.
 * For generated history and tests; product traffic comes by the stream.
 * @returns how many rows were new or replaced a lower rank.
 */
export async function ingest(events: readonly LedgerEvent[]): Promise<number> {
  const client = await openConnection('headroom ingest');
  try {
    let written = 0;
    for (let i = 0; i < events.length; i += BATCH_SIZE) {
      const batch = events.slice(i, i + BATCH_SIZE);
      await ensureMonths(client, batch);
      written += await inTransaction(client, async () => {
        await lockLedger(client);
        return writeEvents(client, batch);
      });
    }
    return written;
  } finally {
    await client.end();
  }
}
