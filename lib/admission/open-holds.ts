import { AppError } from '../errors';
import { type Hold, inspect, type Open, openIn } from '../limits/holds';
import { shardOf } from '../redis/keys';
import { promptStore } from '../redis/prompt';

/** Open reservations of these shards. @throws AppError `quota_unavailable` */
export const openOf = async (shards: readonly number[]): Promise<Open[]> =>
  (await fromStore(Promise.all(shards.map((shard) => openIn(promptStore(), shard))))).flat();

/** Those that are still open, in the order given. @throws AppError `quota_unavailable` */
export async function openHolds(open: readonly Open[]): Promise<Hold[]> {
  const byShard = new Map<number, Open[]>();
  for (const one of open) {
    const shard = shardOf(one.workspaceId);
    byShard.set(shard, [...(byShard.get(shard) ?? []), one]);
  }
  const found = await fromStore(
    Promise.all([...byShard].map(([shard, some]) => inspect(promptStore(), shard, some))),
  );
  const byId = new Map(found.flat().map((hold) => [hold.id, hold]));
  return open.flatMap(({ id }) => {
    const hold = byId.get(id);
    return hold?.state === 'open' ? [hold] : [];
  });
}

/** What needs the counter store for holds. @throws AppError `quota_unavailable` where it does not answer */
export async function fromStore<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new AppError(
      'quota_unavailable',
      'The counter store cannot be reached, so what is held cannot be seen or released. Try again in a few seconds.',
      { cause: error instanceof Error ? error.name : 'unknown' },
    );
  }
}
