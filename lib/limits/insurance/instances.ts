import { newId } from '../../ids';
import { instancesKey } from '../../redis/keys';
import { script } from '../../redis/script';
import type { Store } from '../../redis/store';

/** An instance that has not announced itself for so long has gone. */
const GONE_MS = 15_000;
const EVERY_MS = 5000;
/** Where the store did not take it: a store that comes and goes must not count as gone whoever it was away for. */
const AGAIN_MS = 1000;
/** Others ask every 5 s, and may have to wait for the answer. */
const HEARD_MS = EVERY_MS + 1000;

/** KEYS 1 instances by when they last announced themselves   ARGV 1 this instance. Answers how many there are, and how many are older. */
const ANNOUNCE = script(`
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ${GONE_MS})
redis.call('PEXPIRE', KEYS[1], ${GONE_MS})
local ids = redis.call('ZRANGE', KEYS[1], 0, -1)
local older = 0
for _, id in ipairs(ids) do
  if id < ARGV[1] then older = older + 1 end
end
return {#ids, older}`);

export interface Instances {
  /** How many shared the store when it last answered. */
  count(): number;
  /**
   * This one's part of what all share, e.g. the calls that an upstream takes at once: all parts together are
   * `total`, save that each is at least 1. Who joins others takes 1 until they have heard of it.
   */
  share(total: number): number;
  announce(): Promise<void>;
  /** Leaves: others need not wait until it counts as gone. */
  stop(): Promise<void>;
}

/**
 * Announces this process in the store every 5 s, for the shares by which limits are kept without it. Who was cut
 * off lately believes no lower count: others may have been, and count as gone while they go on.
 */
export function announceInstance(store: Store): Instances {
  const id = newId();
  let [count, older] = [1, 0];
  /** On the monotonic clock: until when others may not have heard of this one. */
  let newUntilMs = Number.POSITIVE_INFINITY;
  let [stopped, failedMs] = [false, Number.NEGATIVE_INFINITY];
  let again: NodeJS.Timeout | undefined;
  const announce = async () => {
    // The last answer stands while the store does not answer: that is when it is needed.
    const answer = await store.evaluate(ANNOUNCE, [instancesKey()], [id]).catch(() => null);
    const nowMs = performance.now();
    if (!Array.isArray(answer)) {
      failedMs = nowMs;
      clearTimeout(again);
      if (!stopped) again = setTimeout(announce, AGAIN_MS).unref();
      return;
    }
    const first = newUntilMs === Number.POSITIVE_INFINITY;
    const seen = Math.max(1, Number(answer[0]));
    if (seen >= count || nowMs - failedMs > GONE_MS) [count, older] = [seen, Number(answer[1])];
    if (first) newUntilMs = nowMs + (older > 0 ? HEARD_MS : 0);
  };
  const timer = setInterval(announce, EVERY_MS).unref();
  void announce();
  return {
    count: () => count,
    share(total) {
      if (performance.now() < newUntilMs) return 1;
      return Math.max(1, Math.floor(total / count) + (older < total % count ? 1 : 0));
    },
    announce,
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(again);
      await store.pipeline([['ZREM', instancesKey(), id]]).catch(() => []);
    },
  };
}
