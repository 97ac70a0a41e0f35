import { newId } from '../../ids';
import { instancesKey } from '../../redis/keys';
import { script } from '../../redis/script';
import type { Store } from '../../redis/store';

/** An instance that has not announced itself for so long has gone. */
const GONE_MS = 15_000;
const EVERY_MS = 5000;

/** KEYS 1 instances by when they last announced themselves   ARGV 1 this instance. Answers how many there are. */
const ANNOUNCE = script(`
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ${GONE_MS})
redis.call('PEXPIRE', KEYS[1], ${GONE_MS})
return redis.call('ZCARD', KEYS[1])`);

export interface Instances {
  /** How many shared the store when it last answered. */
  count(): number;
  announce(): Promise<void>;
  /** Leaves: others need not wait until it counts as gone. */
  stop(): Promise<void>;
}

/** Announces this process in the store every 5 s, for the shares by which limits are kept without it. */
export function announceInstance(store: Store): Instances {
  const id = newId();
  let count = 1;
  const announce = async () => {
    // The last count stands while the store does not answer: that is when it is needed.
    const answer = await store.evaluate(ANNOUNCE, [instancesKey()], [id]).catch(() => count);
    count = Math.max(1, Number(answer));
  };
  const timer = setInterval(announce, EVERY_MS).unref();
  void announce();
  return {
    count: () => count,
    announce,
    async stop() {
      clearInterval(timer);
      await store.pipeline([['ZREM', instancesKey(), id]]).catch(() => []);
    },
  };
}
