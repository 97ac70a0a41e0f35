/** Numbers of which a format stands ready: a ring of 60 slots has 240. */
const MOST = 256;

/**
 * What the scripts know about counters. All counters of a subject (one key, user or workspace) lie in one
 * string, doubles packed by `struct`, since reading and writing them as a whole is the cheapest a script can do:
 *
 *   1 layout   2 size   3 newest instant written   4 when its TTL ends (0: never)   5 TTL, ms
 *   then nine numbers a counter; the text of the shard's epoch stands behind all.
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
 * A reservation is packed likewise, followed by the decision's answer and a text of the caller's (facts of its
 * event):
 *
 *   1 size   2 state   3 admitted   4 charged at   5 granted   6 resource   7 session, lease only   8 metrics M
 *   9 length of the answer   10… held × M   charged × M   progress × M, tokens in, out (-1: not reported)
 *   growth × (instant, amount × M)
 *
 * `held` is part of a rolling counter's sum, and kept beside `used` by the others.
 *
 * A script reads a subject once, changes it in memory, and writes what was touched at its end (`flush`): so one
 * script can judge several requests, each after the other (lua/together.ts), and an error leaves nothing behind.
 */
export const COUNTERS = `
local call = redis.call
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

-- Formats of struct are parts of a constant where they can be: each text that is made costs by its length.
local function doubles(text, count, from)
  local t = { struct.unpack(count <= MOST and string.sub('FORMAT', -count - 2, -3) or string.rep('d', count), text, from) }
  t[count + 1] = nil
  return t
end

-- n numbers of a table, and two texts behind them.
local function packed(t, n, text, more)
  local format = n <= MOST and string.sub('FORMAT', -n - 2) or string.rep('d', n) .. 'c0'
  t[n + 1] = text
  if not more then return struct.pack(format, unpack(t, 1, n + 1)) end
  t[n + 2] = more
  return struct.pack(format .. 'c0', unpack(t, 1, n + 2))
end

-- A subject's numbers with the epoch behind them, as they are stored.
local function packedUnder(s)
  return packed(s, s[2], epoch)
end

-- What is stored of a subject; false where it is missing or of another epoch.
local function subjectAt(key, ringsKey, text)
  local sub = known[key]
  if sub == nil then
    sub = false
    local size = text and (#text - #epoch) / 8 or 0
    if size >= HEAD and size % 1 == 0 and string.sub(text, size * 8 + 1) == epoch then
      local s = doubles(text, size, 1)
      -- Besides: rings, those read or made, by field; changed, those to be written; before, what time alone has
      -- changed; used, whether the request in hand was charged to it.
      if s[2] == size then sub = { s = s, key = key, ringsKey = ringsKey, now = false } end
    end
    known[key] = sub
  end
  return sub
end

-- What happens now and then is made when it is first wanted: every function costs, each call anew.
local seldom
local function rarely()
  if seldom then return seldom end
  seldom = {}

  local function ringField(s, o) return s[o] .. ':' .. s[o + 1] end

  function seldom.readRing(sub, o)
    local s = sub.s
    if s[o + 7] == 0 then return {} end
    local field = ringField(s, o)
    local ring = sub.rings and sub.rings[field]
    if not ring then
      local text = call('HGET', sub.ringsKey, field)
      ring = text and doubles(text, #text / 8, 1) or {}
      sub.rings = sub.rings or {}
      sub.rings[field] = ring
    end
    return ring
  end

  function seldom.setRing(sub, o, ring)
    local field = ringField(sub.s, o)
    sub.s[o + 7] = ring[3] or 0
    sub.rings, sub.changed = sub.rings or {}, sub.changed or {}
    sub.rings[field], sub.changed[field] = ring, true
  end

  function seldom.saveRings(sub)
    local put, gone, n = {}, {}, 0
    for field in pairs(sub.changed) do
      local ring = sub.rings[field]
      if #ring == 0 then
        gone[#gone + 1] = field
      else
        put[n + 1], put[n + 2] = field, packed(ring, #ring, '')
        n = n + 2
      end
    end
    if #gone > 0 then call('HDEL', sub.ringsKey, unpack(gone)) end
    if n > 0 then
      call('HSET', sub.ringsKey, unpack(put))
      call('PEXPIRE', sub.ringsKey, sub.s[5])
    end
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
  function seldom.undoUnused(sub)
    if not sub.used then
      for o, was in pairs(sub.before) do
        for i = 1, 7 do sub.s[o + 1 + i] = was.values[i] end
        if sub.rings then sub.rings[was.field] = was.ring or nil end
        if sub.changed then sub.changed[was.field] = was.changed or nil end
      end
    end
    sub.before = nil
  end

  -- Takes expired slots out of a rolling counter, in memory.
  function seldom.expire(sub, o, now)
    local s = sub.s
    local window = s[o + 1]
    remember(sub, o)
    if s[o + 6] + window <= now then
      for i = o + 2, o + 8 do s[i] = 0 end
      return
    end
    local ring = seldom.readRing(sub, o)
    local kept, n, sum, held = {}, 0, s[o + 5], s[o + 8]
    for i = 1, #ring, 4 do
      if ring[i + 2] + window > now then
        kept[n + 1], kept[n + 2], kept[n + 3], kept[n + 4] = ring[i], ring[i + 1], ring[i + 2], ring[i + 3]
        n = n + 4
        sum, held = sum + ring[i + 1], held + ring[i + 3]
      end
    end
    s[o + 2], s[o + 3] = sum, held
    seldom.setRing(sub, o, kept)
  end

  -- Seals the newest slot, whose time is over, and begins slot k. An empty one leaves no trace.
  function seldom.seal(sub, o, k)
    local s = sub.s
    if s[o + 5] > 0 then
      local ring = seldom.readRing(sub, o)
      local n = #ring
      ring[n + 1], ring[n + 2], ring[n + 3], ring[n + 4] = s[o + 4], s[o + 5], s[o + 6], s[o + 8]
      seldom.setRing(sub, o, ring)
    end
    s[o + 4], s[o + 5], s[o + 8] = k, 0, 0
  end

  -- Begins a calendar counter's next period, in memory.
  function seldom.turnPeriod(sub, o, start)
    remember(sub, o)
    local s = sub.s
    s[o + 5], s[o + 6], s[o + 7] = s[o + 2], s[o + 3], s[o + 4]
    s[o + 2], s[o + 3], s[o + 4] = start, 0, 0
  end

  -- Why a policy of revision rev, a text, may not be used: 3 it is stale, 4 the store has no revision of this
  -- epoch; or nil.
  function seldom.outdated(stored, rev)
    if stored == rev .. ':' .. epoch then return nil end
    if not stored then return 4 end
    local storedRev, storedEpoch = string.match(stored, '^(%d+):(.*)$')
    if storedEpoch ~= epoch then return 4 end
    if tonumber(storedRev) > tonumber(rev) then return 3 end
  end

  return seldom
end

local function flush()
  for i = 1, #touched do
    local sub = touched[i]
    local s, now = sub.s, sub.now
    if sub.changed then rarely().saveRings(sub) end
    if s[4] > 0 and s[4] - now < s[5] / 2 then
      s[4] = now + s[5]
      call('SET', sub.key, packedUnder(s), 'PX', s[5])
    else
      call('SET', sub.key, packedUnder(s), 'KEEPTTL')
    end
  end
end

-- Has flush write a subject.
local function touch(sub, now)
  if not sub.now then touched[#touched + 1] = sub end
  sub.now = now
end

local function kindOf(desc) return desc % 8 end
local function metricOf(desc) return (desc % 64 - desc % 8) / 8 end
-- Tokens, cost and bytes are held until settled; everything else is used at admission.
local function reserves(metric) return metric == 2 or metric == 3 or metric == 6 end

-- Takes what has expired by now out of a rolling counter.
local function expire(sub, o, now)
  local s, before = sub.s, now - sub.s[o + 1]
  if (s[o + 6] > 0 and s[o + 6] <= before) or (s[o + 7] > 0 and s[o + 7] <= before) then
    rarely().expire(sub, o, now)
  end
end

-- Adds to a rolling counter's slot of now.
local function addRolling(sub, o, now, amount, held)
  local s = sub.s
  local k = now / ceilDiv(s[o + 1], 60)
  k = k - k % 1
  if s[o + 4] ~= k then rarely().seal(sub, o, k) end
  s[o + 2], s[o + 5], s[o + 6] = s[o + 2] + amount, s[o + 5] + amount, now
  if held then s[o + 3], s[o + 8] = s[o + 3] + amount, s[o + 8] + amount end
end

-- Where the period that an instant belongs to begins in a calendar counter, or nil where it is gone.
local function periodAt(s, o, instant)
  if instant >= s[o + 2] then return instant < s[o + 8] and o + 2 or nil end
  return instant >= s[o + 5] and s[o + 5] > 0 and o + 5 or nil
end

-- A reservation's numbers, its answer, and where the caller's text begins.
local function readRecord(text)
  local size = struct.unpack('d', text)
  local r = doubles(text, size, 1)
  local answerAt = size * 8 + 1
  return r, string.sub(text, answerAt, answerAt + r[9] - 1), answerAt + r[9]
end

-- The store's time where none is given, never behind the newest instant that any of the subjects has seen.
local function storeTime(given, subjects)
  local now = given
  if now == 0 then
    local time = call('TIME')
    local micros = time[2] + 0
    now = time[1] * 1000 + (micros - micros % 1000) / 1000
  end
  for i = 1, subjects and 3 or 0 do
    local sub = subjects[i]
    if sub and sub.s[3] > now then now = sub.s[3] end
  end
  return now
end
`
  .replaceAll('MOST', `${MOST}`)
  .replaceAll('FORMAT', `${'d'.repeat(MOST)}c0`);
