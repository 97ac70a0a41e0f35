import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';

/**
 * Makes a subject's counters as a policy wants them: those it has stay, those it lacks are written from what the
 * ledger and the open reservations say was used, and those that nobody keeps any more go.
 *
 * Guarantee: never replaces a counter; writes only if no event of the subject was settled, and no reservation
 * put back, since they were read. Others' may be, or a busy shard would never let a new counter in. Nothing
 * of the subject is admitted meanwhile: each of its decisions asks for the same counters.
 *
 * KEYS  1 subject   2 rings   3 stream   4 epoch   5 last reservation put back
 * ARGV  1 numbers, JSON: time (0: the store's), layout, TTL ms (negative: it never expires), counters, per
 *         counter: desc, window, number of values (-1: not read yet), values: rolling k, amount, last, held, … (oldest
 *         first) | calendar start, end, used, held | level used, held | concurrent open
 *       2 last stream id that was read   3 the id by which events name the subject   4 reservation put back last
 * Answers { 1 } written or already there, { 0 } read again, { 2, index… } the counters that must be read.
 */
const FILL_BODY = `
local a = cjson.decode(ARGV[1])
local now, count = storeTime(a[1]), a[4]
local size = HEAD + WIDTH * count
local got = call('MGET', KEYS[1], KEYS[4], KEYS[5])
epoch = got[2] or ''
local stored = subjectAt(KEYS[1], KEYS[2], got[1])
local old = stored and stored.s
if old and old[1] == a[2] then return { 1 } end

local kept = {}
if old then
  for o = HEAD + 1, old[2], WIDTH do kept[old[o] .. ':' .. old[o + 1]] = o end
end
local missing, fresh, at = {}, false, 5
local places = {}
for i = 1, count do
  local values = a[at + 2]
  places[i] = at
  if not kept[a[at] .. ':' .. a[at + 1]] then
    fresh = true
    if values < 0 then missing[#missing + 1] = i end
  end
  at = at + 3 + math.max(0, values)
end
if #missing > 0 then return { 2, unpack(missing) } end

if fresh then
  if (got[3] or '') ~= ARGV[4] then return { 0 } end
  local last = '0-0'
  if call('EXISTS', KEYS[3]) == 1 then
    local info = call('XINFO', 'STREAM', KEYS[3])
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = info[i + 1] end
    end
  end
  if last ~= ARGV[2] then
    -- Streams are trimmed from the front: while the entry covered last still stands, none after it is gone.
    if #call('XRANGE', KEYS[3], ARGV[2], ARGV[2]) == 0 then return { 0 } end
    local since = call('XRANGE', KEYS[3], '(' .. ARGV[2], '+', 'COUNT', 1000)
    if #since == 1000 then return { 0 } end
    for _, entry in ipairs(since) do
      for _, field in ipairs(entry[2]) do
        if string.find(field, ARGV[3], 1, true) then return { 0 } end
      end
    end
  end
end

local s = { a[2], size, old and old[3] or 0, 0, math.abs(a[3]) }
for i = 6, size do s[i] = 0 end
local sub = { s = s, key = KEYS[1], ringsKey = KEYS[2] }
for i = 1, count do
  local o, from = HEAD + 1 + WIDTH * (i - 1), places[i]
  s[o], s[o + 1] = a[from], a[from + 1]
  local before = kept[s[o] .. ':' .. s[o + 1]]
  if before then
    for j = 2, WIDTH - 1 do s[o + j] = old[before + j] end
  else
    local kind, n, v = kindOf(s[o]), a[from + 2], from + 2
    if kind == ROLLING then
      local ring = {}
      for j = 1, n do
        if j <= n - 4 then ring[j] = a[v + j] end
        if j % 4 == 2 then s[o + 2] = s[o + 2] + a[v + j] end
        if j % 4 == 0 then s[o + 3] = s[o + 3] + a[v + j] end
      end
      if n > 0 then s[o + 4], s[o + 5], s[o + 6], s[o + 8] = a[v + n - 3], a[v + n - 2], a[v + n - 1], a[v + n] end
      s[3] = math.max(s[3], s[o + 6])
      rarely().setRing(sub, o, ring)
    elseif kind == CALENDAR then
      s[o + 2], s[o + 8], s[o + 3], s[o + 4] = a[v + 1], a[v + 2], a[v + 3], a[v + 4]
    else
      for j = 1, n do s[o + 1 + j] = a[v + j] end
    end
  end
end
if sub.changed then rarely().saveRings(sub) end
if a[3] < 0 then
  call('SET', KEYS[1], packedUnder(s))
else
  s[4] = math.max(now, s[3]) + s[5]
  call('SET', KEYS[1], packedUnder(s), 'PX', s[5])
end
return { 1 }
`;

export const FILL = script(linked(COUNTERS, FILL_BODY));
