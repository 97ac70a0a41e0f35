import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';
import { POLICY } from './policy';

/**
 * Raises what a running reservation holds to a larger grant, against every limit of a metric that is held
 * until settled (tokens, cost, bytes).
 *
 * Guarantee: all or nothing, like a decision. Growth is a claim at its own instant, in that instant's slot;
 * calendar periods stay those of the admission. No answer means no growth.
 *
 * KEYS  the policy's (lua/policy.ts), with the reservation as the caller's own
 * ARGV  1 numbers, JSON: to how many units, time (0: the store's), metrics, per metric: base, per unit, divisor
 *       2 the policy's numbers, JSON   3 the reservation among the open ones
 *
 * Answers { 1, granted }, { 0, limit, why } as a decision's, { 2 } lost, { 3 } stale, { 4 } revision unknown,
 *   { 6, now, scope… } counters to fill, { 7 } no epoch.
 */
const GROW_BODY = `
local a, p = cjson.decode(ARGV[1]), cjson.decode(ARGV[2])
local units, metrics = a[1], a[3]
local got = call('MGET', unpack(KEYS, 1, 4 + p[SUBJECTS]))
epoch = got[3] or ''
local policy = policyAt(0, p, got)
if policy.outdated then return { policy.outdated } end
local now, subjects = storeTime(a[2]), policy.subjects
local ends = got[4] and call('ZSCORE', policy.opens, ARGV[3])
if not ends or tonumber(ends) <= now then return { 2 } end
local r, told, textAt = readRecord(got[4])
if units <= r[5] then return { 1, r[5] } end
now = storeTime(a[2], subjects)
if policy.missing then return { 6, now, unpack(policy.missing) } end

local more = {}
for metric = 1, metrics do
  local c = 1 + 3 * metric
  more[metric] = 0
  if reserves(metric) then
    more[metric] = math.max(0, ceilDiv(a[c] + a[c + 1] * units, a[c + 2]) - r[9 + metric])
  end
end

-- Runs for every limit that must bear more, until one says why not.
local function each(act)
  for i = 1, p[LIMIT_COUNT] do
    local code, capacity = p[LIMITS + 2 * i - 2], p[LIMITS + 2 * i - 1]
    local sub, o = subjects[code % 4], (code % 4096 - code % 4) / 4
    local amount = more[metricOf(sub.s[o])] or 0
    if amount > 0 then
      local why = act(sub, o, capacity, amount, kindOf(sub.s[o]))
      if why then return { 0, i, why } end
    end
  end
end

local refused = each(function(sub, o, capacity, amount, kind)
  local s = sub.s
  if kind == ROLLING then expire(sub, o, now)
  elseif epoch == '' then return 7 end
  if capacity < 0 then return nil end
  local used, held = s[o + 2], 0
  if kind == CALENDAR then
    local at = periodAt(s, o, r[3])
    -- The period of the admission is gone: nothing says what is left of it.
    if not at then return 1 end
    used, held = s[at + 1], s[at + 2]
  elseif kind == LEVEL then
    held = s[o + 3]
  end
  if used + held + amount <= capacity then return nil end
  -- Only what others hold is in the way: its own hold would be charged too.
  if kind ~= ROLLING and used + r[9 + metricOf(s[o])] + amount <= capacity then return 0 end
  return kind == LEVEL and 2 or 1
end)
if refused then return refused[3] == 7 and { 7 } or refused end

each(function(sub, o, capacity, amount, kind)
  local s = sub.s
  touch(sub, now)
  s[3] = now
  if kind == ROLLING then
    addRolling(sub, o, now, amount, true)
  elseif kind == CALENDAR then
    local at = periodAt(s, o, r[3])
    if at then s[at + 2] = s[at + 2] + amount end
  else
    s[o + 3] = s[o + 3] + amount
  end
end)
flush()
local n = r[1]
local size = n + 1 + r[8]
r[5], r[n + 1] = units, now
for metric = 1, r[8] do
  local amount = more[metric] or 0
  r[9 + metric], r[9 + r[8] + metric] = r[9 + metric] + amount, r[9 + r[8] + metric] + amount
  r[n + 1 + metric] = amount
end
r[1] = size
call('SET', KEYS[4], packed(r, size, told, string.sub(got[4], textAt)))
return { 1, units }
`;

export const GROW = script(linked(COUNTERS + POLICY, GROW_BODY));
