import { script } from '../../redis/script';
import { COUNTERS } from './counters';

/**
 * Renews a running reservation's leases and takes down its progress.
 *
 * Guarantee: only its owner renews, and only before the lease ended; afterwards the place may be
 * another request's, so the answer is "lost".
 *
 * KEYS  1 workspace revision   2 catalog revision   3 reservation   4 open reservations   5… leases
 * ARGV  1 reservation id   2, 3 revisions of the policy   4 lease, ms   5 time, ms (0: the store's)
 *       6 progress by metric, JSON ('' unchanged)
 * Answers { 1, now } renewed, { 0 } lost, { 3 } stale, { 4 } revision unknown.
 */
const RENEW_BODY = `
local id, rev, catalogRev = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local leaseMs, given = tonumber(ARGV[4]), tonumber(ARGV[5])
local got = redis.call('MGET', KEYS[1], KEYS[2], KEYS[3])
if not got[1] or not got[2] then return { 4 } end
-- \`<rev>:<epoch>\`
local function number(stored) return tonumber(string.match(stored, '^%d+')) end
if number(got[1]) > rev or number(got[2]) > catalogRev then return { 3 } end
local now = storeTime(given)
local ends = redis.call('ZSCORE', KEYS[4], id)
if not got[3] or not ends or tonumber(ends) <= now then return { 0 } end

if ARGV[6] ~= '' then
  local r = cmsgpack.unpack(got[3])
  r[10] = cjson.decode(ARGV[6])
  redis.call('SET', KEYS[3], cmsgpack.pack(r))
end
redis.call('ZADD', KEYS[4], now + leaseMs, id)
for i = 5, #KEYS do
  redis.call('ZADD', KEYS[i], 'XX', now + leaseMs, id)
  redis.call('PEXPIRE', KEYS[i], 2 * leaseMs)
end
return { 1, now }
`;

export const RENEW = script(COUNTERS + RENEW_BODY);
