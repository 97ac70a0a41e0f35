import { reapOnce } from '../limits/reaper';
import { processState } from '../process-state';
import { store } from '../redis/store';

/** How this process reaps a shard: with its settle orders, once it looks after them (lib/admission/upkeep.ts). */
interface Reaping {
  reap(shard: number, nowMs?: number): Promise<number>;
}

/** How this process reaps what dead processes held: one shard at a time. */
export const reaping = (): Reaping =>
  processState('reaping', () => ({ reap: (shard, nowMs) => reapOnce(store(), shard, nowMs) }));
