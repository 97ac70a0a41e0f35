import { Deadline } from './deadline';
import { START_MS } from './eviction';
import { shardCount, shardCountKey } from './keys';
import type { Store } from './port';

/**
 * Refuses to spread counters over another number of shards than the store was begun with: each
 * workspace would look for its counters elsewhere. A store that cannot be asked is left to readiness.
 * @throws Error one sentence for the operator
 */
export async function requireSameShards(store: Store, wanted = shardCount()): Promise<void> {
  const asked = store.pipeline([
    ['SET', shardCountKey(), wanted, 'NX'],
    ['GET', shardCountKey()],
  ]);
  const [, kept] = await new Deadline(START_MS).within(asked).catch(() => []);
  if (kept === undefined || kept === null || Number(kept) === wanted) return;
  throw new Error(
    `Headroom cannot start: this store was begun with STORE_SHARDS=${kept} and must keep it, not ${wanted}.`,
  );
}
