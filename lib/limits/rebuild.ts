import { randomBytes } from 'node:crypto';
import { Deadline } from '../redis/deadline';
import { shardOf } from '../redis/keys';
import type { Store } from '../redis/store';
import { compareIds } from '../redis/stream-id';
import { beginRebuild, finishRebuild, type Observation, observe } from './epoch';
import { type Held, type OrderEngine, type Orders, reservationOf } from './orders';
import type { SettledLately } from './settled';

/**
 * What a store that lost its memory gets back. The epoch of a shard is gone then, and whatever needs counters
 * that must not be lost is refused, until
 *   1. the ledger has read what the stream had when the loss was seen;
 *   2. each living process (save those that stay silent for 10 s) has put back the reservations it holds, and
 *      has ordered anew what it settled and the ledger never got;
 *   3. those orders are in the store.
 * Then the epoch is set again. Counters are filled from ledger, stream and open reservations when they are
 * asked for; the fill checks by itself that nothing was settled meanwhile.
 */

/** What the database knows for it (lib/usage/rebuild-records.ts). Rejects where that does not answer. */
export interface RebuildRecords {
  /** Of these settled reservations, those that the ledger has not. */
  missing<T extends Held>(settled: readonly T[]): Promise<T[]>;
  /** This instance has given back what it holds. The shard's first one begins the rebuild. */
  confirm(shard: number, rebuildId: string, instanceId: string): Promise<void>;
  /** Whether nobody who lives is waited for any more, and the shard's orders are in the store. */
  isReady(shard: number, rebuildId: string): Promise<boolean>;
}

export interface RebuildOptions {
  store: Store;
  engine: OrderEngine;
  orders: Orders;
  records: RebuildRecords;
  settled: SettledLately;
  /** What this process runs, and what of the shard nobody runs: reservations in other services' hands. */
  holds(shard: number): Iterable<Held> | Promise<Iterable<Held>>;
  instanceId: string;
}

interface Rebuild {
  id: string;
  /** The stream's end when the loss was seen. */
  lastId: string;
  /** What this process holds. */
  gaveBack: boolean;
}

const AT_ONCE = 100;
/** A connection may hang without failing. */
const LOOK_MS = 2000;

/** Short: it is part of every subject's counters. */
const newRebuild = (): string => randomBytes(6).toString('base64url');

async function inBatches<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE) await Promise.all(all.slice(i, i + AT_ONCE).map(work));
}

/** @returns a look at one shard, which takes its rebuild a step further where its epoch is gone. */
export function createRebuild(options: RebuildOptions) {
  const { store, engine, orders, records, settled, instanceId } = options;
  const rebuilds = new Map<number, Rebuild>();
  const deadline = new Deadline(LOOK_MS);

  /** @returns the shard as seen, and the id up to which the ledger has read all there is. */
  async function look(shard: number, cursor: string): Promise<[Observation, readUpTo: string]> {
    const taken = settled.take(shard);
    try {
      const seen = await deadline.within(observe(store, shard, cursor));
      // A database restored from a backup has an older cursor than what it trimmed once.
      const readUpTo = seen.waiting === 0 ? seen.lastId : cursor;
      settled.seen(shard, taken.splice(0), seen.epoch, seen.lastId, readUpTo);
      return [seen, readUpTo];
    } finally {
      settled.putBack(shard, taken);
    }
  }

  /**
   * What is in doubt: settled again where the store has it open, and ordered where the ledger never got it. The
   * ledger may hold a settle that the store has forgotten: its reservation would stand open beside it.
   */
  async function settleAgain(shard: number, readUpTo: string): Promise<void> {
    const doubtful = settled.doubtful(shard, readUpTo);
    if (doubtful.length === 0) return;
    await inBatches(doubtful, (order) =>
      engine.settle(reservationOf(order), order.actual, order.ended, undefined, order.answer),
    );
    await orders.order(...(await records.missing(doubtful)));
    settled.cleared(shard, readUpTo);
  }

  async function putBack(shard: number): Promise<void> {
    const holds = [...(await options.holds(shard))].filter(
      (held) => shardOf(held.caller.workspaceId) === shard,
    );
    await inBatches(holds, (held) => engine.adopt(reservationOf(held)));
  }

  async function rebuild(shard: number, seen: Observation, readUpTo: string): Promise<boolean> {
    const id = seen.rebuild || (await deadline.within(beginRebuild(store, shard, newRebuild())));
    if (id === '') return true;
    let own = rebuilds.get(shard);
    if (own?.id !== id) {
      own = { id, lastId: seen.lastId, gaveBack: false };
      rebuilds.set(shard, own);
    }
    if (!own.gaveBack) {
      if (compareIds(readUpTo, own.lastId) < 0) return false;
      await putBack(shard);
      own.gaveBack = true;
    }
    // What is ordered in memory alone is not in anybody's way, so it must be written first.
    if (orders.unwritten() > 0) return false;
    // Each time: who was late with an earlier rebuild may have begun that again, and be dead by now.
    await records.confirm(shard, id, instanceId);
    return (await records.isReady(shard, id)) && deadline.within(finishRebuild(store, shard, id));
  }

  /** @param cursor the last entry of this shard's stream that the ledger has read. `stands`: its counters may be used. */
  return async (shard: number, cursor: string): Promise<Observation & { stands: boolean }> => {
    const [seen, readUpTo] = await look(shard, cursor);
    await settleAgain(shard, readUpTo);
    if (seen.epoch !== '') rebuilds.delete(shard);
    return { ...seen, stands: seen.epoch !== '' || (await rebuild(shard, seen, readUpTo)) };
  };
}
