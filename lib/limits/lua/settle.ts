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
if not r.open and r.rank >= rank then return { 2, unpack(r.held) } end
local used = ARGV[3] == 'progress' and r.progress or cjson.decode(ARGV[3])

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
for metric = 1, #r.held do
  local u = used[metric]
  if not u or u < 0 then u = r.held[metric] end
  reported[metric], charged[metric] = u, math.min(u, r.held[metric])
end

for i = 1, #r.pieces do
  local p = r.pieces[i]
  local kind, name, amount, slot, metric, reserves = p[2], p[3], p[4], p[5], p[6], p[7] == 1
  local back = amount - charged[metric]
  local s = subjects[p[1]] and subjects[p[1]][name]
  if kind == CONCURRENT then
    redis.call('ZREM', KEYS[p[8] - 1], id)
  elseif s then
    dirty[p[1]] = true
    -- The reaper already turned what was held into what is used.
    local release = r.open and reserves and amount or 0
    if kind == ROLLING then
      s[4] = math.max(0, s[4] - release)
      if back > 0 and s[5] == slot then
        back = math.min(back, s[6])
        s[3], s[6] = s[3] - back, s[6] - back
      elseif back > 0 and s[8] > 0 then
        local ring, kept = readRing(s, KEYS[p[8] - 1]), {}
        for j = 1, #ring, 3 do
          if ring[j] == slot then
            back = math.min(back, ring[j + 1])
            ring[j + 1] = ring[j + 1] - back
            s[3] = s[3] - back
          end
          if ring[j + 1] > 0 then
            kept[#kept + 1] = ring[j]
            kept[#kept + 1] = ring[j + 1]
            kept[#kept + 1] = ring[j + 2]
          end
        end
        saveRing(kept, KEYS[p[8] - 1], s[2])
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
  p[4] = charged[metric]
end
for i in pairs(dirty) do saveSubject(KEYS[3 + i], subjects[i], now) end

redis.call('ZREM', KEYS[2], id)
local keptMs = rank == 2 and 600000 or 86400000
redis.call('SET', KEYS[1], cmsgpack.pack({
  at = r.at, open = false, rank = rank, held = charged, pieces = r.pieces, event = r.event, reply = r.reply,
}), 'PX', keptMs)
local unbilled = math.max(0, (reported[3] or 0) - (charged[3] or 0))
local function n(value) return string.format('%.0f', value or 0) end
redis.call('XADD', KEYS[3], '*', 'id', id, 'admitted', n(r.at), 'settled', n(now), 'rank', n(rank),
  'requests', n(charged[1]), 'tokens', n(charged[2]), 'cost', n(charged[3]), 'unbilled', n(unbilled),
  'event', ARGV[4] == '' and r.event or ARGV[4])
return { 1, unpack(charged) }
`;

export const SETTLE = script(COUNTERS + SETTLE_BODY);
