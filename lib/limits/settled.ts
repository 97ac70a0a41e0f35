import { shardOf } from '../redis/keys';
import { compareIds } from '../redis/stream-id';
import type { SettleOrder } from './orders';

/**
 * What this process settled lately: kept until the ledger must have it, so that a store which loses its newest
 * writes (a power cut loses about two seconds of them) or all of them loses no charge. All that was acknowledged
 * before a look at a shard stands in its stream at or before the last id seen then. As long as the epoch stays
 * the same, it is in the ledger once that has read up to there; if the epoch changes, each is doubtful.
 */
export interface SettledLately {
  /** Nothing is kept before: in a process that looks at no shard nobody would ever drop it. */
  begin(): void;
  add(order: SettleOrder): void;
  /** Begins a look at a shard: what was acknowledged until now. */
  take(shard: number): SettleOrder[];
  /** The look failed: keeps them for the next. */
  putBack(shard: number, taken: SettleOrder[]): void;
  /** Ends a look. `readUpTo`, the ledger's cursor, was read before it. */
  seen(shard: number, taken: SettleOrder[], epoch: string, lastId: string, readUpTo: string): void;
  /** What is in doubt and, if it ever came to the stream, in the ledger by now. */
  doubtful(shard: number, readUpTo: string): SettleOrder[];
  /** Those are in the ledger, or ordered anew. */
  cleared(shard: number, readUpTo: string): void;
  size(): number;
}

/** An append-only file saved every second, with a power cut, loses about two seconds: settles that the ledger has, too. */
const LEAST_MS = 5000;

/** What was acknowledged before a look that found `lastId` at the stream's end. */
interface Batch {
  orders: SettleOrder[];
  lastId: string;
  atMs: number;
}

interface Shard {
  fresh: SettleOrder[];
  epoch: string;
  sealed: Batch[];
  doubtful: Batch[];
}

/** @param leastMs how long each is kept at least */
export function createSettledLately(leastMs = LEAST_MS): SettledLately {
  const shards = new Map<number, Shard>();
  let isKept = false;
  const of = (shard: number): Shard => {
    let found = shards.get(shard);
    if (!found) {
      found = { fresh: [], epoch: '', sealed: [], doubtful: [] };
      shards.set(shard, found);
    }
    return found;
  };
  return {
    begin() {
      isKept = true;
    },
    add(order) {
      if (isKept) of(shardOf(order.caller.workspaceId)).fresh.push(order);
    },
    take: (shard) => of(shard).fresh.splice(0),
    putBack(shard, taken) {
      of(shard).fresh = [...taken, ...of(shard).fresh];
    },
    seen(shard, taken, epoch, lastId, readUpTo) {
      const state = of(shard);
      const nowMs = performance.now();
      if (taken.length > 0) state.sealed.push({ orders: taken, lastId, atMs: nowMs });
      if (epoch !== '' && epoch === state.epoch) {
        state.sealed = state.sealed.filter(
          (batch) => !isRead(batch, readUpTo) || nowMs - batch.atMs < leastMs,
        );
        return;
      }
      state.doubtful.push(...state.sealed.map((batch) => ({ ...batch, lastId })));
      state.sealed = [];
      state.epoch = epoch;
    },
    doubtful: (shard, readUpTo) =>
      of(shard)
        .doubtful.filter((batch) => isRead(batch, readUpTo))
        .flatMap(({ orders }) => orders),
    cleared(shard, readUpTo) {
      const state = of(shard);
      state.doubtful = state.doubtful.filter((batch) => !isRead(batch, readUpTo));
    },
    size() {
      const count = (batches: Batch[]) => batches.reduce((sum, { orders }) => sum + orders.length, 0);
      return [...shards.values()].reduce(
        (sum, { fresh, sealed, doubtful }) => sum + fresh.length + count(sealed) + count(doubtful),
        0,
      );
    },
  };
}

const isRead = (batch: Batch, readUpTo: string): boolean => compareIds(readUpTo, batch.lastId) >= 0;
