import { script } from '../../redis/script';
import { COUNTERS } from './counters';

/**
 * Raises what a running reservation holds to a larger grant, against every limit of a metric that is held
 * until settled (tokens, cost, bytes).
 *
 * Guarantee: all or nothing, like a decision. Growth is a claim at its own instant, in that instant's slot;
 * calendar periods stay those of the admission. No answer means no growth.
 *
 * KEYS  1 workspace revision   2 catalog revision   3 epoch   4 reservation   then the subjects, open
 *       reservations, and the subjects' rings
 * ARGV  1 numbers, JSON: to how many units, time (0: the store's), metrics, per metric: base, per unit, divisor;
 *         layout of each scope (0: none); limits, per limit as in a decision
 *       2, 3 revisions of the policy   4 the reservation among the open ones
 *
 * Answers { 1, granted }, { 0, limit, why } as a decision's, { 2 } lost, { 3 } stale, { 4 } revision unknown,
 *   { 6, now, scope… } counters to fill, { 7 } no epoch.
 */
const GROW_BODY = `
local a = cjson.decode(ARGV[1])
local units, metrics = a[1], a[3]
local scopes = 3 + 3 * metrics
local keyOf, subjectCount = {}, 0
for i = 1, 3 do
  if a[scopes + i] ~= 0 then
    subjectCount = subjectCount + 1
    keyOf[i] = 4 + subjectCount
  end
end
local got = call('MGET', unpack(KEYS, 1, 4 + subjectCount))
local epoch = got[3] or ''
local why = outdated(got[1], ARGV[2], epoch) or outdated(got[2], ARGV[3], epoch)
if why then return { why } end
local now = storeTime(a[2])
local opens = KEYS[5 + subjectCount]
local ends = got[4] and call('ZSCORE', opens, ARGV[4])
if not ends or tonumber(ends) <= now then return { 2 } end
local r, text = readRecord(got[4])
if units <= r[5] then return { 1, r[5] } end

local subjects, missing = {}, {}
for i = 1, 3 do
  if keyOf[i] then
    local s = readSubject(got[keyOf[i]], epoch)
    if s and s[1] == a[scopes + i] then
      subjects[i] = s
      if s[3] > now then now = s[3] end
    else
      missing[#missing + 1] = i
    end
  end
end
if #missing > 0 then return { 6, now, unpack(missing) } end

local more = {}
for metric = 1, metrics do
  local c = 1 + 3 * metric
  more[metric] = 0
  if reserves(metric) then
    more[metric] = math.max(0, ceilDiv(a[c] + a[c + 1] * units, a[c + 2]) - r[9 + metric])
  end
end

local count, limits = a[scopes + 4], scopes + 5
local ringOf = {}
local function each(act)
  for i = 1, count do
    local code, capacity = a[limits + 2 * i - 2], a[limits + 2 * i - 1]
    local scope, o = code % 4, floor(code / 4) % 1024
    local s = subjects[scope]
    local amount = more[metricOf(s[o])] or 0
    if amount > 0 then
      local why = act(i, scope, s, o, capacity, amount, kindOf(s[o]))
      if why then return { 0, i, why } end
    end
  end
end
local function ringsOf(scope) return KEYS[keyOf[scope] + subjectCount + 1] end

local refused = each(function(i, scope, s, o, capacity, amount, kind)
  if kind == ROLLING then ringOf[i] = expire(s, o, ringsOf(scope), now)
  elseif epoch == '' then return 7 end
  if capacity < 0 then return nil end
  local used, held = s[o + 2], 0
  if kind == CALENDAR then
    local p = periodAt(s, o, r[3])
    -- The period of the admission is gone: nothing says what is left of it.
    if not p then return 1 end
    used, held = s[p + 1], s[p + 2]
  elseif kind == LEVEL then
    held = s[o + 3]
  end
  if used + held + amount <= capacity then return nil end
  -- Only what others hold is in the way: its own hold would be charged too.
  if kind ~= ROLLING and used + r[9 + metricOf(s[o])] + amount <= capacity then return 0 end
  return kind == LEVEL and 2 or 1
end)
if refused then return refused[3] == 7 and { 7 } or refused end

local touched = {}
each(function(i, scope, s, o, capacity, amount, kind)
  touched[scope] = s
  if kind == ROLLING then
    addRolling(s, o, ringsOf(scope), ringOf[i], now, amount, true)
  elseif kind == CALENDAR then
    local p = periodAt(s, o, r[3])
    if p then s[p + 2] = s[p + 2] + amount end
  else
    s[o + 3] = s[o + 3] + amount
  end
end)
for scope, s in pairs(touched) do
  s[3] = now
  saveSubject(KEYS[keyOf[scope]], s, epoch, now)
end
local n = r[1]
r[5], r[n + 1] = units, now
for metric = 1, r[8] do
  local amount = more[metric] or 0
  r[9 + metric], r[9 + r[8] + metric] = r[9 + metric] + amount, r[9 + r[8] + metric] + amount
  r[n + 1 + metric] = amount
end
r[1] = n + 1 + r[8]
call('SET', KEYS[4], packed(r, r[1]) .. text)
return { 1, units }
`;

export const GROW = script(COUNTERS + GROW_BODY);
