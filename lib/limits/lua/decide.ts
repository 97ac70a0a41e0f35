import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { POLICY } from './policy';

/**
 * Decides all limits of one request in one round trip.
 *
 * Guarantee: all or nothing. Everything is read and judged first; a denial, a stale policy, missing counters
 * or a period outside the declared ones writes nothing, not even a TTL. Time is the store's, and never
 * behind the newest instant any of the subjects has seen.
 *
 * KEYS  the policy's (lua/policy.ts), with the reservation as the caller's own, and last the idempotency key if
 *       ARGV[5] is there; adopting, the id of what was adopted last goes after it
 * ARGV  1 numbers, JSON: minimum, wish, time (0: the store's), mode (0 look, 1 decide, 2 adopt, 3
 *         decide though leases have ended, 4 check: judge as deciding would and write nothing, 5 check though
 *         leases have ended), admitted at (adopt),
 *         lease ms, resource, session (1 or 0, plus 2: a lease only), metrics, per metric: base, per unit, divisor
 *       2 the policy's numbers, JSON   3 the reservation among the open ones   4 the caller's text   5 SHA-256 of the body
 *
 * Adopting puts back a reservation that the store does not know (lost with its memory, or admitted without
 * it): it asks no limit, and charges those counters that are there; the others are filled with it.
 *
 * Answers, integers only:
 *   { 1, now, granted (-1 none), states }       admitted, or admitted before
 *   { 0, now, limit, why, retryAfter (-1 never), states }
 *      why: 4 not in plan, 3 never fits, 2 never ends by itself, 1 ends, 0 only holds or leases are in the way
 *      states, per limit: used and held together, held (where its metric reserves), reset (rolling)
 *   { 3 } stale   { 4 } revision unknown   { 5, now } period   { 6, now, scope… } counters to fill
 *   { 7, now } no epoch: memory is being rebuilt   { 8, state, answer } the idempotency key was used before
 *   { 9, now } leases have ended: reap, then ask again   { 2 } adopted, or known
 */
export const DECIDE_BODY = `
local LOOK, DECIDE, ADOPT, AS_IS, CHECK, CHECK_AS_IS = 0, 1, 2, 3, 4, 5

-- What the idempotency key came to, where it was used before.
local function usedBefore(onceKey, body)
  local used = call('GET', onceKey)
  if not used then return nil end
  if string.sub(used, 1, 64) ~= body then return { 8, 'other_body', '=' } end
  local state, answer = string.match(string.sub(used, 65), '^(%S+) (.*)$')
  return { 8, state, '=' .. answer }
end

local function judge(policy, a, reservation, known, member, text, onceKey, body, adoptedKey)
  local minimum, wish, mode, leaseMs, leaseOnly, metrics = a[1], a[2], a[4], a[6], a[8] > 1, a[9]
  local checking = mode == CHECK or mode == CHECK_AS_IS
  local deciding = mode == DECIDE or mode == AS_IS or checking
  if mode ~= ADOPT and policy.outdated then return { policy.outdated } end
  if known and mode == ADOPT then return { 2 } end
  if known and deciding then
    local record = readRecord(known)
    local from = 9 + 3 * record[8] + 2
    return { unpack(record, from + 1, from + record[9]) }
  end
  if body and deciding then
    local used = usedBefore(onceKey, body)
    if used then return used end
  end

  local p, subjects = policy.p, policy.subjects
  local now = timeOf(a[3], subjects)
  if #policy.missing > 0 and mode ~= ADOPT then return { 6, now, unpack(policy.missing) } end

  local function amounts(units)
    local all = { 0, 0, 0 }
    for metric = 1, metrics do
      local i = 7 + 3 * metric
      all[metric] = ceilDiv(a[i] + a[i + 1] * units, a[i + 2])
    end
    return all
  end

  -- Judge at the minimum first, then the largest grant that every limit leaves.
  local count = p[COUNT]
  local periods = LIMITS + 2 * count
  local least, granted = amounts(minimum), wish
  local denied, why, retry = 0, -1, 0
  local resetOf = {}
  for i = 1, count do
    local code, capacity = p[LIMITS + 2 * i - 2], p[LIMITS + 2 * i - 1]
    local scope = code % 4
    local sub = subjects[scope]
    if sub then
      local s, o = sub.s, (code % 4096 - scope) / 4
      local kind = s[o] % 8
      local metric = (s[o] % 64 - kind) / 8
      local total, held, finish = s[o + 2], 0, 0
      if kind == ROLLING then
        expire(sub, o, now)
        total = s[o + 2]
      elseif kind == CALENDAR then
        local at = periods + (code - code % 4096) / 1024 - 4
        if now >= p[at + 2] then at = at + 2 end
        if now < p[at] or now >= p[at + 1] then return { 5, now } end
        finish = p[at + 1]
        if s[o + 2] ~= p[at] then turnPeriod(sub, o, p[at]) end
        s[o + 8] = finish
        held = s[o + 4]
        total = s[o + 3] + held
      elseif kind == LEVEL then
        held = s[o + 3]
        total = total + held
      end

      local need = (leaseOnly and kind ~= CONCURRENT) and 0 or least[metric] or 0
      if deciding and need > 0 then
        if epoch == '' and (kind == CALENDAR or kind == LEVEL) then return { 7, now } end
        if capacity < 0 then
          -- Unlimited still counts.
        elseif total + need > capacity then
          local reason, r = 1, 0
          if capacity == 0 then reason, r = 4, -1
          elseif need > capacity then reason, r = 3, -1
          elseif kind == CONCURRENT then
            if (mode == DECIDE or mode == CHECK) and call('ZCOUNT', policy.opens, '-inf', now) > 0 then return { 9, now } end
            reason, r = 0, 1000
          elseif kind ~= ROLLING and total - held + need <= capacity then reason, r = 0, 1000
          elseif kind == LEVEL then reason, r = 2, -1
          elseif kind == CALENDAR then r = finish - now
          else
            -- The oldest slots that must leave before the claim fits.
            local over = total + need - capacity
            local ring = readRing(sub, o)
            r = s[o + 6] + s[o + 1] - now
            for j = 1, #ring, 4 do
              over = over - ring[j + 1]
              if over <= 0 then
                r = ring[j + 2] + s[o + 1] - now
                break
              end
            end
            resetOf[i] = now + r
          end
          -- Not in plan, too large, never ends, then the longest; a wait in holds is a wait like another.
          local rank, best = math.max(reason, 1), math.max(why, 1)
          if denied == 0 or rank > best or (rank == best and r > retry) then denied, why, retry = i, reason, r end
        else
          local c = 7 + 3 * metric
          local per, divisor = a[c + 1], a[c + 2]
          if per > 0 and ceilDiv(a[c] + per * granted, divisor) > capacity - total then
            local room = (capacity - total) * divisor - a[c]
            granted = (room - room % per) / per
          end
        end
      end
    end
  end

  -- Puts a limit's state behind the n numbers of a table; answers how many it has then.
  local function state(t, n, i, s, o, kind, metric)
    t[n + 1] = (kind == ROLLING or kind == CONCURRENT) and s[o + 2]
      or kind == CALENDAR and s[o + 3] + s[o + 4] or s[o + 2] + s[o + 3]
    if reserves(metric) then
      n = n + 1
      t[n + 1] = kind == CALENDAR and s[o + 4] or s[o + 3]
    end
    if kind == ROLLING then
      n = n + 1
      t[n + 1] = resetOf[i] or s[o + 7] > 0 and s[o + 7] + s[o + 1] or s[o + 5] > 0 and s[o + 6] + s[o + 1] or 0
    end
    return n + 1
  end
  if denied > 0 or mode == LOOK or checking then
    local answer = denied > 0 and { 0, now, denied, why, retry } or { 1, now, -1 }
    local n = #answer
    for i = 1, count do
      local code = p[LIMITS + 2 * i - 2]
      local s, o = subjects[code % 4].s, (code % 4096 - code % 4) / 4
      n = state(answer, n, i, s, o, s[o] % 8, metricOf(s[o]))
    end
    return answer
  end

  -- Write.
  local admitted = mode == ADOPT and a[5] or now
  local held = amounts(granted)
  local record = {
    0, OPEN, admitted, now, granted, a[7], a[8], metrics, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  }
  local n = 9
  for i = 1, metrics do
    -- Until a renewal tells more, the process would be charged the input.
    record[n + i], record[n + metrics + i] = held[i], held[i]
    record[n + 2 * metrics + i] = ceilDiv(a[7 + 3 * i], a[9 + 3 * i])
  end
  n = n + 3 * metrics + 2
  record[n - 1], record[n] = -1, -1
  local from = n + 1
  record[from], record[from + 1], record[from + 2] = 1, admitted, (mode == ADOPT or wish > 0) and granted or -1
  n = from + 2
  for i = 1, count do
    local code = p[LIMITS + 2 * i - 2]
    local scope = code % 4
    local sub = subjects[scope]
    if sub then
      local s, o = sub.s, (code % 4096 - scope) / 4
      local kind = s[o] % 8
      local metric = (s[o] % 64 - kind) / 8
      local amount, reserved = (leaseOnly and kind ~= CONCURRENT) and 0 or held[metric] or 0, reserves(metric)
      if amount > 0 then
        touch(sub, now)
        s[3], sub.used = now, true
        if kind == ROLLING then
          addRolling(sub, o, now, amount, reserved)
        elseif kind == CALENDAR then
          local at = mode ~= ADOPT and o + 2 or periodAt(s, o, admitted)
          at = at and (reserved and at + 2 or at + 1)
          if at then s[at] = s[at] + amount end
        elseif kind == LEVEL then
          local at = reserved and o + 3 or o + 2
          s[at] = s[at] + amount
        else
          s[o + 2] = s[o + 2] + 1
        end
      end
      n = state(record, n, i, s, o, kind, metric)
    end
  end
  if mode == ADOPT then n = from + 2 end
  record[1], record[9] = n, n - from + 1
  write('SET', reservation, packed(record, n) .. text)
  write('ZADD', policy.opens, now + leaseMs, member)
  if mode == ADOPT then
    write('SET', adoptedKey, member, 'PX', 86400000)
    -- Its idempotency key was lost with it; where another request has taken it since, it stays that one's.
    if body then write('SET', onceKey, body .. 'running ', 'NX', 'PX', 86400000) end
    return { 2 }
  end
  if body then write('SET', onceKey, body .. 'running ', 'PX', 86400000) end
  return { unpack(record, from, n) }
end

-- known: the reservation's record, where there is one. onceKey, body, adoptedKey: nil where there is none.
local function decide(policy, ...)
  local answer = judge(policy, ...)
  for i = 1, 3 do if policy.subjects[i] then undoUnused(policy.subjects[i]) end end
  return answer
end
`;

const ONE = `
local a, p = cjson.decode(ARGV[1]), cjson.decode(ARGV[2])
local got = call('MGET', unpack(KEYS, 1, 4 + subjectsIn(p)))
epoch = got[3] or ''
local adopting = a[4] == ADOPT
local onceAt = adopting and #KEYS - 1 or #KEYS
local answer = decide(
  policyAt(0, p, got), a, KEYS[4], got[4], ARGV[3], ARGV[4],
  ARGV[5] and KEYS[onceAt], ARGV[5], adopting and KEYS[#KEYS]
)
flush()
return answer`;

export const DECIDE = script(COUNTERS + POLICY + DECIDE_BODY + ONE);
