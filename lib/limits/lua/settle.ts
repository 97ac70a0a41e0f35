import { script } from '../../redis/script';
import { COUNTERS } from './counters';

/**
 * Replaces a reservation by what was really used, frees its leases and writes its event, once.
 *
 * Guarantee: settle only lowers. charged = min(reported, held); what was reported beyond goes into the
 * event as unbilled. A refund takes the piece back only where its slot or period still exists; `last`
 * never moves. An unknown id touches nothing. The reservation stays as a tombstone: 10 minutes after a
 * settle, 24 hours after the reaper, whose charge a later settle may still lower.
 *
 * KEYS  1 reservation   2 open reservations   3 stream   4 key, 5 user, 6 workspace subject
 *       7… rings and leases, in the order of the decision's keys from 8
 * ARGV  1 reservation id   2 time, ms (0: the store's)
 *       3 used by metric, JSON: amount, or -1 as held; or 'progress': what the last renewal reported
 *       4 event facts, JSON ('' those of the decision)   5 rank: 1 reaper, 2 settle
 *
 * Answers { 1, charged per metric } settled now, { 2, charged per metric } settled before, { 0 } unknown.
 */
const SETTLE_BODY = `
local id, given, rank = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[5])
local packed = redis.call('GET', KEYS[1])
if not packed then return { 0 } end
local r = cmsgpack.unpack(packed)
local state, held, slots = r[1], r[7], r[8]
if state == SETTLED or (state == REAPED and rank == 1) then return { 2, unpack(held) } end
local open, limits = state == OPEN, r[4]
local used
if ARGV[3] ~= 'progress' then used = cjson.decode(ARGV[3])
else used = r[10] or amounts(cjson.decode(r[5]), 0) end

local now = storeTime(given)
local subjects, dirty = {}, {}
local packedSubjects = redis.call('MGET', KEYS[4], KEYS[5], KEYS[6])
for i = 1, 3 do
  if packedSubjects[i] then
    subjects[i] = cmsgpack.unpack(packedSubjects[i])
    if subjects[i].t > now then now = subjects[i].t end
  end
end

local charged, reported = {}, {}
for metric = 1, #held do
  local u = used[metric]
  if not u or u < 0 then u = held[metric] end
  reported[metric], charged[metric] = u, math.min(u, held[metric])
end

for i = 1, #limits do
  local limit, slot = limits[i], slots[i]
  local kind, metric, key = limit[2], limit[5], KEYS[(limit[9] or 0) - 1]
  local subject = subjects[limit[1]]
  local s = slot >= 0 and subject and subject[limit[3]]
  if kind == CONCURRENT then
    if slot >= 0 then redis.call('ZREM', key, id) end
  elseif s then
    dirty[limit[1]] = true
    local amount = held[metric]
    local back = amount - charged[metric]
    -- The reaper already turned what was held into what is used.
    local release = open and limit[6] == 1 and amount or 0
    if kind == ROLLING then
      if s[5] == slot then
        s[3], s[4] = s[3] - back, s[4] - release
        s[6], s[9] = s[6] - back, s[9] - release
      elseif s[8] > 0 and (back > 0 or release > 0) then
        local ring, kept, n = readRing(s, key), {}, 0
        for j = 1, #ring, 4 do
          if ring[j] == slot then
            ring[j + 1], ring[j + 3] = ring[j + 1] - back, ring[j + 3] - release
            s[3], s[4] = s[3] - back, s[4] - release
          end
          -- An empty slot says nothing any more.
          if ring[j + 1] > 0 then
            kept[n + 1], kept[n + 2], kept[n + 3], kept[n + 4] = ring[j], ring[j + 1], ring[j + 2], ring[j + 3]
            n = n + 4
          end
        end
        saveRing(kept, key, s[2])
        s[8] = kept[3] or 0
      end
    else
      local at = kind == CALENDAR and periodAt(s, slot) or kind == LEVEL and 0
      if at then
        local u, h = at + 2, at + 3
        if release > 0 then
          s[h], s[u] = math.max(0, s[h] - release), s[u] + charged[metric]
        else
          s[u] = math.max(0, s[u] - back)
        end
      end
    end
  end
end
for i in pairs(dirty) do saveSubject(KEYS[3 + i], subjects[i], now) end

redis.call('ZREM', KEYS[2], id)
r[1], r[7] = rank == 2 and SETTLED or REAPED, charged
local facts = ARGV[4] == '' and r[6] or ARGV[4]
-- Nothing can lower a settled charge any more: its tombstone is short.
if rank == 2 then r[4], r[5], r[6], r[8] = false, false, false, false end
redis.call('SET', KEYS[1], cmsgpack.pack(r), 'PX', rank == 2 and 600000 or 86400000)
local unbilled = math.max(0, (reported[3] or 0) - (charged[3] or 0))
local function n(value) return string.format('%.0f', value or 0) end
redis.call('XADD', KEYS[3], '*', 'id', id, 'admitted', n(r[2]), 'settled', n(now), 'rank', n(rank),
  'requests', n(charged[1]), 'tokens', n(charged[2]), 'cost', n(charged[3]), 'unbilled', n(unbilled),
  'event', facts)
return { 1, unpack(charged) }
`;

export const SETTLE = script(COUNTERS + SETTLE_BODY);
