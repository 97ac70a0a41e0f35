import { epochKey, rebuildKey, streamKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { BEGIN, FINISH, OBSERVE } from './lua/epoch';

/** A shard's memory as the store shows it. */
export interface Observation {
  /** The rebuild that made the epoch; '' where the epoch is gone and counters must be rebuilt. */
  epoch: string;
  /** The rebuild under way, or ''. */
  rebuild: string;
  /** Id of the newest entry the stream ever had. */
  lastId: string;
  /** Entries that wait for the ledger. */
  waiting: number;
  /** How long the server has run; null where it does not tell. */
  upSeconds: number | null;
}

/** Looks at a shard, and removes its epoch where memory was lost. @param readUpTo the ledger's cursor, read before */
export async function observe(
  store: Pick<Store, 'evaluate'>,
  shard: number,
  readUpTo: string,
): Promise<Observation> {
  const keys = [epochKey(shard), rebuildKey(shard), streamKey(shard)];
  const reply = (await store.evaluate(OBSERVE, keys, [readUpTo])) as [string, string, string, number, number];
  const [epoch, rebuild, lastId, waiting, upSeconds] = reply;
  return {
    epoch: epoch.slice(1),
    rebuild: rebuild.slice(1),
    lastId,
    waiting,
    upSeconds: upSeconds < 0 ? null : upSeconds,
  };
}

/** @returns the rebuild under way: this one, or one that somebody began before; '' where none is needed. */
export async function beginRebuild(store: Store, shard: number, id: string): Promise<string> {
  return String(await store.evaluate(BEGIN, [epochKey(shard), rebuildKey(shard)], [id])).slice(1);
}

/** @returns whether the epoch stands now; false where memory was lost once more. */
export async function finishRebuild(store: Store, shard: number, id: string): Promise<boolean> {
  return (await store.evaluate(FINISH, [epochKey(shard), rebuildKey(shard)], [id])) === 1;
}
