/**
 * What both scripts know about counters. A subject (one key, user or workspace) keeps all its counters
 * in one cmsgpack map, name → array, beside `t`, the newest instant at which one of them was written:
 *
 *   rolling   { 1, W, sum, held, k, amount, last, first, heldNewest }
 *             sum of all live slots, and what open reservations hold of it; the newest slot (k, amount,
 *             last, heldNewest); `first` is the `last` of the oldest sealed slot, 0 where none is
 *             sealed. Sealed slots lie in a ring of their own, a flat cmsgpack array k, amount, last,
 *             held, …, oldest first, touched only when a slot is sealed, expires or is settled. With
 *             the newest they are at most 61.
 *   calendar  { 2, start, end, used, held, … }   periods, oldest first
 *   level     { 3, used, held }                  lifetime and standing
 *
 * Concurrency is a sorted set of reservation ids by the instant their lease ends.
 *
 * A reservation is a cmsgpack array:
 *   { state, at, granted, limits, claim, event, held per metric, slot per limit, answer, progress }
 *   state 1 open, 2 reaped, 3 settled; limits, and as JSON text claim and event, as the decision got them; a slot
 *   is the bucket or the period's start of a use, -1 where the limit was not charged; progress is false
 *   until a renewal reports some.
 *
 * `held` is part of a rolling counter's `sum`, and kept beside `used` by the others.
 */
export const COUNTERS = `
local ROLLING, CALENDAR, LEVEL, CONCURRENT = 1, 2, 3, 4
local KEPT_MS = 8 * 86400000

local OPEN, REAPED, SETTLED = 1, 2, 3

local function ceilDiv(a, b)
  if b == 1 then return a end
  local rest = a % b
  if rest > 0 then return (a - rest) / b + 1 end
  return a / b
end

-- The live part of a rolling counter at \`now\`: its state, and its ring where that had to be read.
-- A copy: nothing is changed until the caller writes it.
local function live(state, window, ringKey, now)
  if not state or state[7] + window <= now then
    return { ROLLING, window, 0, 0, 0, 0, 0, 0, 0 }, nil
  end
  local s = { ROLLING, window, state[3], state[4], state[5], state[6], state[7], state[8], state[9] }
  if s[8] == 0 or s[8] + window > now then return s, nil end
  local packed = redis.call('GET', ringKey)
  local ring = packed and cmsgpack.unpack(packed) or {}
  local kept, n, sum, held = {}, 0, s[6], s[9]
  for i = 1, #ring, 4 do
    if ring[i + 2] + window > now then
      kept[n + 1], kept[n + 2], kept[n + 3], kept[n + 4] = ring[i], ring[i + 1], ring[i + 2], ring[i + 3]
      n = n + 4
      sum, held = sum + ring[i + 1], held + ring[i + 3]
    end
  end
  s[3], s[4], s[8] = sum, held, kept[3] or 0
  return s, kept
end

local function readRing(s, ringKey)
  if s[8] == 0 then return {} end
  local packed = redis.call('GET', ringKey)
  return packed and cmsgpack.unpack(packed) or {}
end

local function saveRing(ring, ringKey, window)
  if #ring == 0 then
    redis.call('DEL', ringKey)
  else
    redis.call('SET', ringKey, cmsgpack.pack(ring), 'PX', string.format('%.0f', window + ceilDiv(window, 60)))
  end
end

-- Index of the period that begins at \`start\`, or nil.
local function periodAt(state, start)
  for i = #state - 3, 2, -4 do
    if state[i] == start then return i end
  end
end

-- Writes a subject's counters without those that had run out at its newest instant (a clock that is set
-- back must find what a later settle saw expired); its TTL is that of the longest.
local function saveSubject(key, subject, now)
  local newest, expiresAt = subject.t, now + 1000
  for name, s in pairs(subject) do
    if name ~= 't' then
      local ends = math.huge
      if s[1] == ROLLING then
        ends = s[7] + s[2]
      elseif s[1] == CALENDAR then
        while #s > 5 and s[3] + KEPT_MS <= newest do
          for _ = 1, 4 do table.remove(s, 2) end
        end
        ends = s[#s - 2] + KEPT_MS
      end
      if ends <= newest then subject[name] = nil
      elseif ends > expiresAt then expiresAt = ends end
    end
  end
  if expiresAt == math.huge then
    redis.call('SET', key, cmsgpack.pack(subject))
  else
    redis.call('SET', key, cmsgpack.pack(subject), 'PX', string.format('%.0f', expiresAt - now))
  end
end

-- What a claim asks of each metric with so many units.
local function amounts(claim, units)
  local all = {}
  for metric = 1, #claim do
    local a = claim[metric]
    all[metric] = a == 0 and 0 or ceilDiv(a[1] + a[2] * units, a[3])
  end
  return all
end

local function storeTime(given)
  if given > 0 then return given end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
`;
