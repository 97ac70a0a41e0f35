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
-- \`<rev>:<epoch>\`
local function number(stored) return tonumber(string.match(stored, '^%d+')) end
if number(got[1]) > rev or number(got[2]) > catalogRev then return { 3 } end
if got[3] and deciding then return cmsgpack.unpack(got[3])[9] end

local now = storeTime(given)
local subjects = {}
for i = 1, 3 do
  subjects[i] = got[3 + i] and cmsgpack.unpack(got[3 + i]) or { t = 0 }
  if subjects[i].t > now then now = subjects[i].t end
end

local least = amounts(claim, minimum)

-- Read: each limit's counter as it stands.
local views, missing = {}, {}
for i = 1, #limits do
  local limit = limits[i]
  local kind, state = limit[2], subjects[limit[1]][limit[3]]
  local total, held, reset, ring, start, finish, at = 0, 0, 0, nil, 0, 0, nil
  if kind == ROLLING then
    if not state and limit[7] == 1 then missing[#missing + 1] = i end
    local window = limit[8]
    state, ring = live(state, window, KEYS[limit[9]], now)
    total, held = state[3], state[4]
    reset = state[8] > 0 and state[8] + window or state[6] > 0 and state[7] + window or 0
  elseif kind == CALENDAR then
    start, finish = limit[8], limit[9]
    if now >= limit[10] then start, finish = limit[10], limit[11] end
    if now < start or now >= finish then return { 5, now } end
    at = state and periodAt(state, start)
    if at then
      held = state[at + 3]
      total = state[at + 2] + held
    elseif limit[7] == 1 then
      missing[#missing + 1] = i
    end
    reset = finish
  elseif kind == LEVEL then
    if not state and limit[7] == 1 then missing[#missing + 1] = i end
    state = state or { LEVEL, 0, 0 }
    held, total = state[3], state[2] + state[3]
  else
    total = redis.call('ZCOUNT', KEYS[limit[9]], '(' .. string.format('%.0f', now), '+inf')
  end
  views[i] = {
    state = state, total = total, held = held, reset = reset, ring = ring, start = start, finish = finish, at = at,
  }
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
  local capacity, metric = limit[4], limit[5]
  local need = least[metric] or 0
  if deciding and capacity >= 0 and need > 0 then
    local a = claim[metric]
    if v.total + need > capacity then
      local reason, r = 1, 0
      local kind = limit[2]
      if capacity == 0 then reason, r = 4, -1
      elseif need > capacity then reason, r = 3, -1
      elseif kind == CONCURRENT then reason, r = 0, 1000
      elseif kind ~= ROLLING and v.total - v.held + need <= capacity then reason, r = 0, 1000
      elseif kind == LEVEL then reason, r = 2, -1
      elseif kind == CALENDAR then r = v.finish - now
      else
        -- The oldest slots that must leave before the claim fits.
        local over, ring = v.total + need - capacity, v.ring or readRing(v.state, KEYS[limit[9]])
        r = v.state[7] + limit[8] - now
        for j = 1, #ring, 4 do
          over = over - ring[j + 1]
          if over <= 0 then
            r = ring[j + 2] + limit[8] - now
            break
          end
        end
        v.reset = now + r
      end
      -- Not in plan, too large, never ends, then the longest; a wait in holds is a wait like another.
      local rank, best = math.max(reason, 1), math.max(why, 1)
      if denied == 0 or rank > best or (rank == best and r > retry) then denied, why, retry = i, reason, r end
    elseif a[2] > 0 and ceilDiv(a[1] + a[2] * granted, a[3]) > capacity - v.total then
      local room = (capacity - v.total) * a[3] - a[1]
      granted = (room - room % a[2]) / a[2]
    end
  end
end
if denied > 0 then return reply({ 0, now, denied, why, retry }) end
if not deciding then return reply({ 1, now, -1 }) end

-- Write.
local id = ARGV[3]
local held, slots, touched = amounts(claim, granted), {}, {}
for i = 1, #limits do
  local limit, v = limits[i], views[i]
  local kind, subject = limit[2], limit[1]
  local amount, slot = held[limit[5]] or 0, -1
  if amount > 0 then
    local s = v.state
    if kind == ROLLING then
      local window = limit[8]
      slot = math.floor(now / ceilDiv(window, 60))
      if s[5] ~= slot then
        -- Seal the newest slot; an empty one leaves no trace.
        if s[6] > 0 then
          local ring = v.ring or readRing(s, KEYS[limit[9]])
          local n = #ring
          ring[n + 1], ring[n + 2], ring[n + 3], ring[n + 4] = s[5], s[6], s[7], s[9]
          v.ring, s[8] = ring, ring[3]
        end
        s[5], s[6], s[9] = slot, 0, 0
      end
      s[3], s[6], s[7] = s[3] + amount, s[6] + amount, now
      if limit[6] == 1 then s[4], s[9] = s[4] + amount, s[9] + amount end
      if v.ring then saveRing(v.ring, KEYS[limit[9]], window) end
      v.total, v.held = s[3], s[4]
      v.reset = (s[8] > 0 and s[8] or s[7]) + window
    elseif kind == CALENDAR then
      local at = v.at
      if not at then
        s = s or { CALENDAR }
        at = #s + 1
        s[at], s[at + 1], s[at + 2], s[at + 3] = v.start, v.finish, 0, 0
      end
      local field = at + 2 + limit[6]
      s[field] = s[field] + amount
      v.total, v.held, slot = v.total + amount, s[at + 3], v.start
    elseif kind == LEVEL then
      local field = 2 + limit[6]
      s[field] = s[field] + amount
      v.total, v.held, slot = s[2] + s[3], s[3], 0
    else
      redis.call('ZADD', KEYS[limit[9]], now + leaseMs, id)
      redis.call('PEXPIRE', KEYS[limit[9]], 2 * leaseMs)
      v.total, slot = v.total + 1, 0
    end
    if kind ~= CONCURRENT then
      subjects[subject][limit[3]] = s
      touched[subject] = true
    end
  end
  slots[i] = slot
end
for subject in pairs(touched) do
  subjects[subject].t = now
  saveSubject(KEYS[4 + subject], subjects[subject], now)
end

local answer = reply({ 1, now, wish > 0 and granted or -1 })
redis.call('SET', KEYS[3], cmsgpack.pack({
  OPEN, now, granted, limits, ARGV[2], ARGV[11], held, slots, answer, false,
}))
redis.call('ZADD', KEYS[4], now + leaseMs, id)
return answer
`;

export const DECIDE = script(COUNTERS + DECIDE_BODY);
