import { script } from '../../redis/script';
import { COUNTERS } from './counters';

/**
 * Decides all limits of one request in one round trip.
 *
 * Guarantee: all or nothing. Everything is read and judged first; a denial, a stale policy, a missing
 * counter or a period outside the declared ones writes nothing, not even a TTL. Time is the store's,
 * and never behind the newest instant any of the subjects has seen.
 *
 * KEYS  1 workspace revision   2 catalog revision   3 reservation   4 open reservations
 *       5 key subject   6 user subject   7 workspace subject   8… rings and leases
 * ARGV  1 limits, JSON: [subject 1..3, kind, name, capacity (-1 unlimited), metric, reserves, mustExist,
 *                        rolling: window, key | calendar: start, end, next start, next end | concurrent: 0, key]
 *       2 claim, JSON by metric: [base, per unit, divisor] or 0
 *       3 reservation id   4, 5 revisions of the policy   6, 7 units: minimum, wish
 *       8 lease, ms   9 time, ms (0: the store's)   10 1 decide, 0 look   11 event facts, JSON
 *
 * Answers, integers only:
 *   { 1, now, granted (-1 none), (used, held, resetAt) per limit }     admitted, or admitted before
 *   { 0, now, limit, why, retryAfter (-1 never), (used, held, resetAt) per limit }
 *      why: 4 not in plan, 3 never fits, 2 never ends by itself, 1 ends, 0 only holds or leases are in the way
 *   { 3 } stale   { 4 } revision unknown   { 5, now } period   { 6, now, limit… } counters to fill
 */
const DECIDE_BODY = `
local limits = cjson.decode(ARGV[1])
local claim = cjson.decode(ARGV[2])
local rev, catalogRev = tonumber(ARGV[4]), tonumber(ARGV[5])
local minimum, wish = tonumber(ARGV[6]), tonumber(ARGV[7])
local leaseMs, given, deciding = tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10] == '1'

local got = redis.call('MGET', KEYS[1], KEYS[2], KEYS[3], KEYS[5], KEYS[6], KEYS[7])
if not got[1] or not got[2] then return { 4 } end
if tonumber(got[1]) > rev or tonumber(got[2]) > catalogRev then return { 3 } end
if got[3] and deciding then return cmsgpack.unpack(got[3]).reply end

local now = storeTime(given)
local subjects = {}
for i = 1, 3 do
  subjects[i] = got[3 + i] and cmsgpack.unpack(got[3 + i]) or { t = 0 }
  if subjects[i].t > now then now = subjects[i].t end
end

local function amountOf(metric, units)
  local a = claim[metric]
  if not a or a == 0 then return 0 end
  return ceilDiv(a[1] + a[2] * units, a[3])
end

-- Read: each limit's counter as it stands. view = { state, total used and held, held, reset, ring, period }
local views, missing = {}, {}
for i = 1, #limits do
  local limit = limits[i]
  local kind, name, subject = limit[2], limit[3], subjects[limit[1]]
  local state = subject[name]
  local v = {}
  if kind == ROLLING then
    if not state and limit[7] == 1 then missing[#missing + 1] = i end
    v.state, v.ring = live(state, limit[8], KEYS[limit[9]], now)
    v.total, v.held = v.state[3], math.min(v.state[4], v.state[3])
    v.reset = v.state[8] > 0 and v.state[8] + limit[8] or v.state[6] > 0 and v.state[7] + limit[8] or 0
  elseif kind == CALENDAR then
    local start, finish = limit[8], limit[9]
    if now >= limit[10] then start, finish = limit[10], limit[11] end
    if now < start or now >= finish then return { 5, now } end
    local at = state and periodAt(state, start)
    if not at and limit[7] == 1 then missing[#missing + 1] = i end
    v.state, v.start, v.finish, v.at = state, start, finish, at
    v.held = at and state[at + 3] or 0
    v.total = (at and state[at + 2] or 0) + v.held
    v.reset = finish
  elseif kind == LEVEL then
    if not state and limit[7] == 1 then missing[#missing + 1] = i end
    v.state = state or { LEVEL, 0, 0 }
    v.held, v.total, v.reset = v.state[3], v.state[2] + v.state[3], 0
  else
    v.held, v.reset = 0, 0
    v.total = redis.call('ZCOUNT', KEYS[limit[9]], '(' .. string.format('%.0f', now), '+inf')
  end
  views[i] = v
end
if #missing > 0 then return { 6, now, unpack(missing) } end

local function reply(head)
  for i = 1, #views do
    local v = views[i]
    head[#head + 1] = v.total - v.held
    head[#head + 1] = v.held
    head[#head + 1] = v.reset
  end
  return head
end

-- Judge: at the minimum first, then the largest grant that every limit leaves.
local denied, why, retry = 0, -1, 0
local granted = wish
for i = 1, #limits do
  local limit, v = limits[i], views[i]
  local capacity, a = limit[4], claim[limit[5]]
  local least = amountOf(limit[5], minimum)
  if deciding and capacity >= 0 and least > 0 then
    if v.total + least > capacity then
      local reason, r = 1, 0
      local kind = limit[2]
      if capacity == 0 then reason, r = 4, -1
      elseif least > capacity then reason, r = 3, -1
      elseif kind == CONCURRENT then reason, r = 0, 1000
      elseif kind ~= ROLLING and v.total - v.held + least <= capacity then reason, r = 0, 1000
      elseif kind == LEVEL then reason, r = 2, -1
      elseif kind == CALENDAR then r = v.finish - now
      else
        -- The oldest slots that must leave before the claim fits.
        local need, ring = v.total + least - capacity, v.ring or readRing(v.state, KEYS[limit[9]])
        r = v.state[7] + limit[8] - now
        for j = 1, #ring, 3 do
          need = need - ring[j + 1]
          if need <= 0 then
            r = ring[j + 2] + limit[8] - now
            break
          end
        end
        v.reset = now + r
      end
      -- Not in plan, too large, never ends, then the longest; a wait in holds is a wait like another.
      local rank, best = math.max(reason, 1), math.max(why, 1)
      if denied == 0 or rank > best or (rank == best and r > retry) then denied, why, retry = i, reason, r end
    elseif a[2] > 0 and amountOf(limit[5], granted) > capacity - v.total then
      local room = (capacity - v.total) * a[3] - a[1]
      granted = (room - room % a[2]) / a[2]
    end
  end
end
if denied > 0 then return reply({ 0, now, denied, why, retry }) end
if not deciding then return reply({ 1, now, -1 }) end

-- Write.
local id = ARGV[3]
local pieces, touched = {}, {}
for i = 1, #limits do
  local limit, v = limits[i], views[i]
  local kind, name, subject, reserves = limit[2], limit[3], limit[1], limit[6]
  local amount = amountOf(limit[5], granted)
  local slot = 0
  if amount > 0 then
    if kind == ROLLING then
      local s, window = v.state, limit[8]
      slot = math.floor(now / ceilDiv(window, 60))
      if s[5] ~= slot then
        -- Seal the newest slot; an empty one leaves no trace.
        if s[6] > 0 then
          local ring = v.ring or readRing(s, KEYS[limit[9]])
          ring[#ring + 1] = s[5]
          ring[#ring + 1] = s[6]
          ring[#ring + 1] = s[7]
          v.ring = ring
          s[8] = ring[3]
        end
        s[5], s[6] = slot, 0
      end
      s[3], s[6], s[7] = s[3] + amount, s[6] + amount, now
      if reserves == 1 then s[4] = s[4] + amount end
      if v.ring then saveRing(v.ring, KEYS[limit[9]], window) end
      v.total, v.held = s[3], math.min(s[4], s[3])
      v.reset = (s[8] > 0 and s[8] or s[7]) + window
      subjects[subject][name] = s
      touched[subject] = true
    elseif kind == CALENDAR then
      local s = v.state or { CALENDAR }
      if not v.at then
        v.at = #s + 1
        s[v.at], s[v.at + 1], s[v.at + 2], s[v.at + 3] = v.start, v.finish, 0, 0
      end
      local field = reserves == 1 and v.at + 3 or v.at + 2
      s[field] = s[field] + amount
      v.total, v.held, slot = v.total + amount, s[v.at + 3], v.start
      subjects[subject][name] = s
      touched[subject] = true
    elseif kind == LEVEL then
      local s = v.state
      local field = reserves == 1 and 3 or 2
      s[field] = s[field] + amount
      v.total, v.held = s[2] + s[3], s[3]
      subjects[subject][name] = s
      touched[subject] = true
    else
      redis.call('ZADD', KEYS[limit[9]], now + leaseMs, id)
      redis.call('PEXPIRE', KEYS[limit[9]], 2 * leaseMs)
      v.total = v.total + 1
    end
    pieces[#pieces + 1] = { subject, kind, name, amount, slot, limit[5], reserves,
      (kind == ROLLING or kind == CONCURRENT) and limit[9] or 0 }
  end
end
for subject in pairs(touched) do
  subjects[subject].t = now
  saveSubject(KEYS[4 + subject], subjects[subject], now)
end

local held, progress = {}, {}
for metric = 1, #claim do
  held[metric], progress[metric] = amountOf(metric, granted), amountOf(metric, 0)
end
local answer = reply({ 1, now, wish > 0 and granted or -1 })
redis.call('SET', KEYS[3], cmsgpack.pack({
  at = now, open = true, held = held, progress = progress, pieces = pieces, event = ARGV[11], reply = answer,
}))
redis.call('ZADD', KEYS[4], now + leaseMs, id)
return answer
`;

export const DECIDE = script(COUNTERS + DECIDE_BODY);
