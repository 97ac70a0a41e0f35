import { script } from '../../redis/script';
import { COUNTERS } from './counters';

/**
 * Open reservations whose lease has ended.
 * KEYS 1 open reservations   ARGV 1 time, ms (0: the store's)   2 at most   Answers their ids.
 */
export const EXPIRED = script(`${COUNTERS}
local now = storeTime(tonumber(ARGV[1]))
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', '0', ARGV[2])`);

/**
 * What is needed to spell an expired reservation's keys.
 * KEYS 1 reservation, 2 open reservations   ARGV 1 id
 * Answers { event facts, limits }, both JSON, or { '' } where the reservation is
 * gone (its entry among the open ones goes with it).
 */
export const INSPECT = script(`${COUNTERS}
local packed = redis.call('GET', KEYS[1])
local r = packed and cmsgpack.unpack(packed)
if not r or r[1] ~= OPEN then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return { '' }
end
return { r[6], cjson.encode(r[4]) }`);
