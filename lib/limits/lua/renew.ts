import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';

/**
 * Renews a running reservation's lease and takes down its progress.
 *
 * Guarantee: only its owner renews, and only before the lease ended; afterwards the place may be
 * another request's, so the answer is "lost".
 *
 * KEYS  1 workspace revision   2 catalog revision   3 epoch   4 reservation   5 open reservations
 * ARGV  1 numbers, JSON: time (0: the store's), lease ms, then progress if there is some: what would be charged,
 *         per metric (-1: as held), tokens in, tokens out
 *       2, 3 revisions of the policy   4 the reservation among the open ones
 * Answers { 1, now } renewed, { 0 } lost, { 3 } stale, { 4 } revision unknown.
 */
const RENEW_BODY = `
local a = cjson.decode(ARGV[1])
local got = call('MGET', unpack(KEYS, 1, 4))
epoch = got[3] or ''
local why = rarely().outdated(got[1], ARGV[2]) or rarely().outdated(got[2], ARGV[3])
if why then return { why } end
local now = storeTime(a[1])
local ends = call('ZSCORE', KEYS[5], ARGV[4])
if not got[4] or not ends or tonumber(ends) <= now then return { 0 } end

if #a > 2 then
  local r, told, textAt = readRecord(got[4])
  local metrics = r[8]
  local progressAt = 9 + 2 * metrics
  for metric = 1, metrics do r[progressAt + metric] = a[2 + metric] or -1 end
  r[progressAt + metrics + 1], r[progressAt + metrics + 2] = a[#a - 1], a[#a]
  call('SET', KEYS[4], packed(r, r[1], told, string.sub(got[4], textAt)))
end
call('ZADD', KEYS[5], now + a[2], ARGV[4])
return { 1, now }
`;

export const RENEW = script(linked(COUNTERS, RENEW_BODY));
