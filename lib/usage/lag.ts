import { db } from '../db/client';
import { BEFORE_ALL, compareIds } from '../redis/stream-id';
import { nudge } from './nudge';
import { backlog, newestEntries } from './streams';

export interface ConsumerLag {
  /** Settled reservations on their way to the ledger. */
  entries: number;
  /** How long the oldest of them has waited, by the store's clock against ours. */
  oldestMs: number;
  deadLetters: number;
}

/** How far the ledger is behind the streams. */
export async function consumerLag(): Promise<ConsumerLag> {
  const [waiting, deadLetters] = await Promise.all([backlog(), db().deadLetter.count()]);
  return {
    entries: waiting.entries,
    oldestMs: waiting.oldestMs === null ? 0 : Math.max(0, Date.now() - waiting.oldestMs),
    deadLetters,
  };
}

const LOOK_MS = 50;

/** Resolves once all that is in the streams now is in the ledger. @throws Error after `withinMs`. */
export async function drained(withinMs = 30_000): Promise<void> {
  const targets = await newestEntries();
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const cursors = new Map((await db().streamCursor.findMany()).map((row) => [row.shard, row.lastId]));
    const behind = [...targets].filter(
      ([shard, target]) => compareIds(cursors.get(shard) ?? BEFORE_ALL, target) < 0,
    );
    if (behind.length === 0) return;
    if (performance.now() > endsAt) {
      throw new Error(`The ledger is still behind on ${behind.length} shards after ${withinMs} ms.`);
    }
    nudge();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
