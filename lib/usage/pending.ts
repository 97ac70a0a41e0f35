import type { Store } from '../redis/store';
import { type LedgerEvent, parseEntry } from './ledger-event';
import { lastStreamId, readStream } from './streams';

export interface PendingEvent {
  streamId: string;
  event: LedgerEvent;
}

/**
 * The settled events that still stand in a shard's stream, and the id up to which all of them are covered:
 * by this answer, or by a ledger that is read after it.
 * @param from absent: the store for calls that somebody waits for
 */
export async function onTheirWay(
  shard: number,
  from?: Store,
): Promise<{ events: PendingEvent[]; streamId: string }> {
  const streamId = await lastStreamId(shard, from);
  const events = (await readStream(shard, from)).flatMap((entry) => {
    try {
      return [{ streamId: entry.streamId, event: parseEntry(entry.fields) }];
    } catch {
      // It will be a dead letter and never count.
      return [];
    }
  });
  return { events, streamId };
}
