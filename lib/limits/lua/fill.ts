import { script } from '../../redis/script';
import { COUNTERS } from './counters';

/**
 * Makes a counter that a policy needs and the store does not hold, from what the ledger says was used.
 *
 * Guarantee: never replaces a counter; writes only if no event of its subject was settled since the ledger
 * was read. Others' may be, or a busy shard would never let a new counter in.
 *
 * KEYS  1 subject   2 ring   3 stream
 * ARGV  1 kind   2 name   3 JSON: rolling window then k, amount, last, … | start, end, used | used
 *       4 time, ms (0: the store's)   5 last stream id that the ledger's answer covers
 *       6 the id by which events name the subject
 * Answers 1 written or already there, 0 it was settled meanwhile, or may have been: read the ledger again.
 */
const FILL_BODY = `
local kind, name, numbers = tonumber(ARGV[1]), ARGV[2], cjson.decode(ARGV[3])
local now = storeTime(tonumber(ARGV[4]))
local last = '0-0'
if redis.call('EXISTS', KEYS[3]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[3])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = info[i + 1] end
  end
end
if last ~= ARGV[5] then
  -- Streams are trimmed from the front: while the entry covered last still stands, none after it is gone.
  if #redis.call('XRANGE', KEYS[3], ARGV[5], ARGV[5]) == 0 then return 0 end
  local since = redis.call('XRANGE', KEYS[3], '(' .. ARGV[5], '+', 'COUNT', 1000)
  if #since == 1000 then return 0 end
  for _, entry in ipairs(since) do
    for _, field in ipairs(entry[2]) do
      if string.find(field, ARGV[6], 1, true) then return 0 end
    end
  end
end

local packed = redis.call('GET', KEYS[1])
local subject = packed and cmsgpack.unpack(packed) or { t = 0 }
local s = subject[name]
if kind == CALENDAR then
  if s and periodAt(s, numbers[1]) then return 1 end
  s = s or { CALENDAR }
  local n = #s
  s[n + 1], s[n + 2], s[n + 3], s[n + 4] = numbers[1], numbers[2], numbers[3], 0
elseif s then
  return 1
elseif kind == LEVEL then
  s = { LEVEL, numbers[1], 0 }
else
  local window, n, sum, ring = numbers[1], #numbers, 0, {}
  for i = 2, n, 3 do
    sum = sum + numbers[i + 1]
    if i < n - 2 then
      local m = #ring
      ring[m + 1], ring[m + 2], ring[m + 3], ring[m + 4] = numbers[i], numbers[i + 1], numbers[i + 2], 0
    end
  end
  -- Nothing was used: \`last\` is now, so that the counter is kept for a window and not asked for again.
  s = { ROLLING, window, sum, 0, n > 1 and numbers[n - 2] or 0, n > 1 and numbers[n - 1] or 0,
    n > 1 and numbers[n] or now, ring[3] or 0, 0 }
  if #ring > 0 then saveRing(ring, KEYS[2], window) end
end
subject[name] = s
saveSubject(KEYS[1], subject, math.max(now, subject.t))
return 1
`;

export const FILL = script(COUNTERS + FILL_BODY);
