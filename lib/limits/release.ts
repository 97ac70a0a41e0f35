import { epochKey, releasedKey, shardOf, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { RELEASE } from './lua/release';

/** Bytes that a workspace no longer stores. */
export interface Release {
  /** Counts once. */
  id: string;
  workspaceId: string;
  bytes: number;
}

/**
 * `missing`: nobody keeps the level now; whoever fills it counts the release's bytes, and it is to be asked again.
 * `rebuilding`: the shard's memory was lost, and the same holds as soon as it is back.
 */
export type Released = 'lowered' | 'missing' | 'rebuilding';

/** A release that was applied is known for so long: nobody may ask for it later. */
export const RELEASED_MS = 30 * 86_400_000;

/** Lowers a workspace's levels of stored bytes, once for each id. @throws where the store does not answer */
export async function lowerLevel(store: Store, { id, workspaceId, bytes }: Release): Promise<Released> {
  const shard = shardOf(workspaceId);
  const keys = [releasedKey(shard, id), subjectKey(shard, 'workspace', workspaceId), epochKey(shard)];
  const answer = Number(await store.evaluate(RELEASE, keys, [JSON.stringify([bytes, RELEASED_MS])]));
  if (answer === 7) return 'rebuilding';
  return answer === 0 ? 'missing' : 'lowered';
}
