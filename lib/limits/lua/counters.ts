/**
 * What the scripts know about counters. All counters of a subject (one key, user or workspace) lie in one
 * string, doubles packed by `struct`, since reading and writing them as a whole is the cheapest a script can do:
 *
 *   1 layout   2 size   3 newest instant written   4 when its TTL ends (0: never)   5 TTL, ms
 *   then nine numbers a counter; the text of the shard's epoch stands before all.
 *
 * `layout` names the policy's set of counters of that subject: another one, or another epoch, means that
 * the counters have to be made anew (lua/fill.ts). A counter is
 *
 *   desc, window, then
 *   rolling     sum, held, k, amount, last, first, heldNewest
 *               sum of all live slots, and what open reservations hold of it; the newest slot (k, amount, last,
 *               heldNewest); `first` is the `last` of the oldest sealed slot, 0 where none is sealed. Sealed
 *               slots (k, amount, last, held; oldest first) lie in a field of the subject's hash of rings,
 *               touched only when a slot is sealed, expires or is settled. With the newest they are at most 61.
 *   calendar    start, used, held, then start, used, held of the period before, and the end
 *   level       used, held                  lifetime and standing
 *   concurrent  open                        open reservations; the leases that have ended are reaped first
 *
 * desc is kind + 8 × metric + 64 × resource (0: all), see lib/limits/call.ts; with it a settle finds what
 * a reservation was charged by itself, whatever the policy is by then.
 *
 * A reservation is packed likewise, followed by a text of the caller's (facts of its event):
 *
 *   1 size   2 state   3 admitted   4 charged at   5 granted   6 resource   7 session, lease only   8 metrics M   9 size of the answer R
 *   10… held × M   charged × M   progress × M, tokens in, out (-1: not reported)   answer × R   growth × (instant, amount × M)
 *
 * `held` is part of a rolling counter's sum, and kept beside `used` by the others.
 *
 * A script reads a subject once, changes it in memory, and writes what was touched at its end (`flush`): so one
 * script can judge several requests, each after the other (lua/together.ts), and an error leaves nothing behind.
 */
export const COUNTERS = `
local ROLLING, CALENDAR, LEVEL, CONCURRENT = 1, 2, 3, 4
local OPEN, REAPED, SETTLED = 1, 2, 3
local HEAD, WIDTH = 5, 9
local call, floor, rep = redis.call, math.floor, string.rep
-- For what is written without being read again. Where several requests are judged, it waits for the last.
local write = call
-- The shard's epoch; the subjects read, by key (false: its counters have to be made anew); those to be written.
local epoch, known, touched = '', {}, {}

local function ceilDiv(a, b)
  if b == 1 then return a end
  local rest = a % b
  if rest > 0 then return (a - rest) / b + 1 end
  return a / b
end

local function doubles(text, count, from)
  local t = { struct.unpack('<' .. rep('d', count), text, from or 1) }
  t[count + 1] = nil
  return t
end

local function packed(t, count)
  return struct.pack('<' .. rep('d', count), unpack(t, 1, count))
end

-- A subject's numbers, or nil where they are missing or of another epoch.
local function readSubject(text)
  if not text then return nil end
  local size = (#text - #epoch) / 8
  if size < HEAD or size % 1 ~= 0 or string.sub(text, 1, #epoch) ~= epoch then return nil end
  local s = doubles(text, size, #epoch + 1)
  if s[2] ~= size then return nil end
  return s
end

local function subjectAt(key, ringsKey, text)
  local sub = known[key]
  if sub == nil then
    local s = readSubject(text)
    -- rings: those read or made, by field; changed: those to be written; before: what time alone has changed.
    sub = s and {
      s = s, key = key, ringsKey = ringsKey, now = false, rings = false, changed = false, before = false, used = false,
    } or false
    known[key] = sub
  end
  return sub
end

local function ringField(s, o) return s[o] .. ':' .. s[o + 1] end

local function touch(sub, now)
  if not sub.now then touched[#touched + 1] = sub end
  sub.now = now
end

-- Keeps a counter as it is before time changes it in memory.
local function remember(sub, o)
  sub.before = sub.before or {}
  if sub.before[o] then return end
  local field = ringField(sub.s, o)
  sub.before[o] = {
    values = { unpack(sub.s, o + 2, o + 8) }, field = field,
    ring = sub.rings and sub.rings[field], changed = sub.changed and sub.changed[field],
  }
end

-- What time changed for a request that then used nothing of the subject is undone: others in the same script
-- would write it down, and the subject's clock could run back behind it.
local function undoUnused(sub)
  if sub.before and not sub.used then
    for o, was in pairs(sub.before) do
      for i = 1, 7 do sub.s[o + 1 + i] = was.values[i] end
      if sub.rings then sub.rings[was.field] = was.ring or nil end
      if sub.changed then sub.changed[was.field] = was.changed or nil end
    end
  end
  sub.before, sub.used = false, false
end

-- In one go: every text that is put together on the way costs.
local function packedUnder(s)
  return struct.pack('<c' .. #epoch .. rep('d', s[2]), epoch, unpack(s, 1, s[2]))
end

local function saveRings(sub)
  local put, gone, n = {}, {}, 0
  for field in pairs(sub.changed) do
    local ring = sub.rings[field]
    if #ring == 0 then
      gone[#gone + 1] = field
    else
      put[n + 1], put[n + 2] = field, packed(ring, #ring)
      n = n + 2
    end
  end
  if #gone > 0 then call('HDEL', sub.ringsKey, unpack(gone)) end
  if n > 0 then
    call('HSET', sub.ringsKey, unpack(put))
    call('PEXPIRE', sub.ringsKey, sub.s[5])
  end
end

local function flush()
  for _, sub in ipairs(touched) do
    local s, now = sub.s, sub.now
    if sub.changed then saveRings(sub) end
    if s[4] > 0 and s[4] - now < s[5] / 2 then
      s[4] = now + s[5]
      call('SET', sub.key, packedUnder(s), 'PX', s[5])
    else
      call('SET', sub.key, packedUnder(s), 'KEEPTTL')
    end
  end
end

local function kindOf(desc) return desc % 8 end
local function metricOf(desc) return floor(desc / 8) % 8 end
-- Tokens, cost and bytes are held until settled; everything else is used at admission.
local function reserves(metric) return metric == 2 or metric == 3 or metric == 6 end

-- Whether a counter counts a reservation: metric and resource, no short window for a session, and only leases of
-- what takes nothing else.
local function concerns(s, o, record, amounts)
  local desc = s[o]
  local amount, resource = amounts[metricOf(desc)] or 0, floor(desc / 64)
  return amount > 0 and (resource == 0 or resource == record[6])
    and (record[7] == 0 or kindOf(desc) == CONCURRENT
      or (record[7] == 1 and (kindOf(desc) ~= ROLLING or s[o + 1] > 60000)))
end

local function readRing(sub, o)
  local s = sub.s
  if s[o + 7] == 0 then return {} end
  local field = ringField(s, o)
  local ring = sub.rings and sub.rings[field]
  if not ring then
    local text = call('HGET', sub.ringsKey, field)
    ring = text and doubles(text, #text / 8) or {}
    sub.rings = sub.rings or {}
    sub.rings[field] = ring
  end
  return ring
end

local function setRing(sub, o, ring)
  local field = ringField(sub.s, o)
  sub.s[o + 7] = ring[3] or 0
  sub.rings, sub.changed = sub.rings or {}, sub.changed or {}
  sub.rings[field], sub.changed[field] = ring, true
end

-- Takes expired slots out of a rolling counter, in memory.
local function expire(sub, o, now)
  local s = sub.s
  local window = s[o + 1]
  if s[o + 6] + window <= now then
    if s[o + 6] > 0 then
      remember(sub, o)
      for i = o + 2, o + 8 do s[i] = 0 end
    end
    return
  end
  if s[o + 7] == 0 or s[o + 7] + window > now then return end
  remember(sub, o)
  local ring = readRing(sub, o)
  local kept, n, sum, held = {}, 0, s[o + 5], s[o + 8]
  for i = 1, #ring, 4 do
    if ring[i + 2] + window > now then
      kept[n + 1], kept[n + 2], kept[n + 3], kept[n + 4] = ring[i], ring[i + 1], ring[i + 2], ring[i + 3]
      n = n + 4
      sum, held = sum + ring[i + 1], held + ring[i + 3]
    end
  end
  s[o + 2], s[o + 3] = sum, held
  setRing(sub, o, kept)
end

local function bucket(window) return ceilDiv(window, 60) end

-- Adds to the slot of now; the newest slot is sealed when its time is over. An empty one leaves no trace.
local function addRolling(sub, o, now, amount, held)
  local s = sub.s
  local k = floor(now / bucket(s[o + 1]))
  if s[o + 4] ~= k then
    if s[o + 5] > 0 then
      local ring = readRing(sub, o)
      local n = #ring
      ring[n + 1], ring[n + 2], ring[n + 3], ring[n + 4] = s[o + 4], s[o + 5], s[o + 6], s[o + 8]
      setRing(sub, o, ring)
    end
    s[o + 4], s[o + 5], s[o + 8] = k, 0, 0
  end
  s[o + 2], s[o + 5], s[o + 6] = s[o + 2] + amount, s[o + 5] + amount, now
  if held then s[o + 3], s[o + 8] = s[o + 3] + amount, s[o + 8] + amount end
end

-- Begins a calendar counter's next period, in memory.
local function turnPeriod(sub, o, start)
  remember(sub, o)
  local s = sub.s
  s[o + 5], s[o + 6], s[o + 7] = s[o + 2], s[o + 3], s[o + 4]
  s[o + 2], s[o + 3], s[o + 4] = start, 0, 0
end

-- Where the period that an instant belongs to begins in a calendar counter, or nil where it is gone.
local function periodAt(s, o, instant)
  if instant >= s[o + 2] then return instant < s[o + 8] and o + 2 or nil end
  return instant >= s[o + 5] and s[o + 5] > 0 and o + 5 or nil
end

local function readRecord(text)
  local size = struct.unpack('<d', text)
  return doubles(text, size), string.sub(text, size * 8 + 1)
end

-- Why a policy of revision rev may not be used: 3 it is stale, 4 the store has no revision of this epoch; or nil.
local function outdated(stored, rev)
  if stored == rev .. ':' .. epoch then return nil end
  if not stored then return 4 end
  local storedRev, storedEpoch = string.match(stored, '^(%d+):(.*)$')
  if storedEpoch ~= epoch then return 4 end
  if tonumber(storedRev) > tonumber(rev) then return 3 end
end

local function storeTime(given)
  if given > 0 then return given end
  local time = call('TIME')
  return time[1] * 1000 + floor(time[2] / 1000)
end
`;
