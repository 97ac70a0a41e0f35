import { script } from '../../redis/script';
import { LEASE_MS } from '../spell';
import { COUNTERS } from './counters';
import { linked } from './link';
import { POLICY } from './policy';

/** Numbers of an answer for which a format stands ready. */
const MOST = 64;

/**
 * Decides all limits of one request in one round trip.
 *
 * Guarantee: all or nothing. Everything is read and judged first; a denial, a stale policy, missing counters
 * or a period outside the declared ones writes nothing, not even a TTL. Time is the store's, and never
 * behind the newest instant any of the subjects has seen.
 *
 * KEYS  the policy's (lua/policy.ts), with the reservation as the caller's own, and last the idempotency key if
 *       ARGV[5] is there; adopting, the id of what was adopted last goes after it
 * ARGV  1 numbers, JSON: mode (0 look, 1 decide, 2 adopt, 3 decide though leases have ended, 4 check: judge as
 *         deciding would and write nothing, 5 check though leases have ended), minimum, wish, resource, session
 *         (1 or 0, plus 2: a lease only), metrics, per metric: base, per unit, divisor; then, where they
 *         differ from the usual, lease ms, time (0: the store's), admitted at (adopt)
 *       2 the policy's numbers, JSON   3 the reservation among the open ones   4 the caller's text   5 SHA-256 of the body
 *
 * Adopting puts back a reservation that the store does not know (lost with its memory, or admitted without
 * it): it asks no limit, and charges those counters that are there; the others are filled with it.
 *
 * Answers, integers only, those of the first two as JSON: a store takes longer to answer each by itself.
 *   1 now granted (-1 none) states              admitted, or admitted before
 *   0 now limit why retryAfter (-1 never) states
 *      why: 4 not in plan, 3 never fits, 2 never ends by itself, 1 ends, 0 only holds or leases are in the way
 *      states, per limit: used and held together, held (where its metric reserves), reset (rolling)
 *   { 3 } stale   { 4 } revision unknown   { 5, now } period   { 6, now, scope… } counters to fill
 *   { 7, now } no epoch: memory is being rebuilt   { 8, state, answer } the idempotency key was used before
 *   { 9, now } leases have ended: reap, then ask again   { 2 } adopted, or known
 */
export const DECIDE_BODY = `
local function amountsOf(a, metrics, units)
  local all = { 0, 0, 0 }
  for metric = 1, metrics do
    local i = 4 + 3 * metric
    all[metric] = ceilDiv(a[i] + a[i + 1] * units, a[i + 2])
  end
  return all
end

-- Known: the reservation's record, where there is one. onceKey, body, adoptedKey: nil where there is none.
local function judge(policy, a, reservation, known, member, text, onceKey, body, adoptedKey)
  local mode, minimum, wish, session, metrics = a[1], a[2], a[3], a[5], a[6]
  local leaseOnly, rest = session > 1, 6 + 3 * metrics
  local checking = mode == CHECK or mode == CHECK_AS_IS
  local deciding = mode == DECIDE or mode == AS_IS or checking
  if mode ~= ADOPT and policy.outdated then return { policy.outdated } end
  if known and mode == ADOPT then return { 2 } end
  if known and deciding then
    -- Its answer, behind its numbers.
    local size = struct.unpack('d', known)
    return string.sub(known, size * 8 + 1, size * 8 + struct.unpack('d', known, 65))
  end
  if body and deciding then
    local used = call('GET', onceKey)
    if used then
      -- What the idempotency key came to.
      if string.sub(used, 1, 64) ~= body then return { 8, 'other_body', '=' } end
      local state, answer = string.match(string.sub(used, 65), '^(%S+) (.*)$')
      return { 8, state, '=' .. answer }
    end
  end

  local p, subjects = policy.p, policy.subjects
  local now = storeTime(a[rest + 2] or 0, subjects)
  if policy.missing and mode ~= ADOPT then return { 6, now, unpack(policy.missing) } end

  -- Judge at the minimum first, then the largest grant that every limit leaves.
  local count = p[LIMIT_COUNT]
  local periods = LIMITS + 2 * count
  local least, granted = amountsOf(a, metrics, minimum), wish
  local denied, why, retry = 0, -1, 0
  local resetOf
  for at = LIMITS, periods - 2, 2 do
    local code, capacity = p[at], p[at + 1]
    local scope = code % 4
    local sub = subjects[scope]
    if sub then
      local s, o = sub.s, (code % 4096 - scope) / 4
      local desc = s[o]
      local kind = desc % 8
      local metric = (desc % 64 - kind) / 8
      local total, held, finish = s[o + 2], 0, 0
      if kind == ROLLING then
        expire(sub, o, now)
        total = s[o + 2]
      elseif kind == CALENDAR then
        local period = periods + (code - code % 4096) / 4096
        local start = p[period - 1]
        finish = p[period]
        if now >= finish then start, finish = finish, p[period + 1] end
        if now < start or now >= finish then return { 5, now } end
        if total ~= start then rarely().turnPeriod(sub, o, start) end
        s[o + 8] = finish
        held = s[o + 4]
        total = s[o + 3] + held
      elseif kind == LEVEL then
        held = s[o + 3]
        total = total + held
      end

      local need = deciding and (not leaseOnly or kind == CONCURRENT) and least[metric] or 0
      if need > 0 then
        if epoch == '' and (kind == CALENDAR or kind == LEVEL) then return { 7, now } end
        -- It takes one place, however many requests it counts as.
        if kind == CONCURRENT then need = 1 end
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
            local ring = rarely().readRing(sub, o)
            r = s[o + 6] + s[o + 1] - now
            for j = 1, #ring, 4 do
              over = over - ring[j + 1]
              if over <= 0 then
                r = ring[j + 2] + s[o + 1] - now
                break
              end
            end
            resetOf = resetOf or {}
            resetOf[at] = now + r
          end
          -- Not in plan, too large, never ends, then the longest; a wait in holds is a wait like another.
          local rank, best = math.max(reason, 1), math.max(why, 1)
          if denied == 0 or rank > best or (rank == best and r > retry) then
            denied, why, retry = (at - LIMITS) / 2 + 1, reason, r
          end
        else
          local c = 4 + 3 * metric
          local per, divisor = a[c + 1], a[c + 2]
          if per > 0 and ceilDiv(a[c] + per * granted, divisor) > capacity - total then
            local room = (capacity - total) * divisor - a[c]
            granted = (room - room % per) / per
          end
        end
      end
    end
  end

  -- Charge, in memory; then what every limit stands at.
  local admitted = denied == 0 and mode ~= LOOK and not checking
  local admittedAt = mode == ADOPT and a[rest + 3] or now
  local held = admitted and amountsOf(a, metrics, granted)
  local answer = {
    0, admittedAt, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  }
  local n = 5
  if denied > 0 then
    answer[3], answer[4], answer[5] = denied, why, retry
  else
    answer[1], answer[3], n = 1, (admitted and (mode == ADOPT or wish > 0)) and granted or -1, 3
  end
  for at = LIMITS, periods - 2, 2 do
    local code = p[at]
    local scope = code % 4
    local sub = subjects[scope]
    if sub then
      local s, o = sub.s, (code % 4096 - scope) / 4
      local desc = s[o]
      local kind = desc % 8
      local metric = (desc % 64 - kind) / 8
      local reserved = metric == 2 or metric == 3 or metric == 6
      local amount = held and (not leaseOnly or kind == CONCURRENT) and held[metric] or 0
      if amount > 0 then
        sub.used = true
        if kind == ROLLING then
          addRolling(sub, o, now, amount, reserved)
        elseif kind == CALENDAR then
          local period = mode ~= ADOPT and o + 2 or periodAt(s, o, admittedAt)
          if period then
            period = reserved and period + 2 or period + 1
            s[period] = s[period] + amount
          end
        elseif kind == LEVEL then
          local level = reserved and o + 3 or o + 2
          s[level] = s[level] + amount
        else
          s[o + 2] = s[o + 2] + 1
        end
      end
      -- Its state, as the answer tells it.
      n = n + 1
      if kind == CALENDAR then
        answer[n] = s[o + 3] + s[o + 4]
        if reserved then
          n = n + 1
          answer[n] = s[o + 4]
        end
      else
        answer[n] = kind == LEVEL and s[o + 2] + s[o + 3] or s[o + 2]
        if reserved then
          n = n + 1
          answer[n] = s[o + 3]
        end
        if kind == ROLLING then
          n = n + 1
          local last = s[o + 7] > 0 and s[o + 7] or s[o + 5] > 0 and s[o + 6] or 0
          answer[n] = resetOf and resetOf[at] or last > 0 and last + s[o + 1] or 0
        end
      end
    end
  end
  if mode == ADOPT then n = 3 end
  local format = n <= MOST and string.sub('FORMAT', 1, 3 * n) or '[' .. string.rep('%d,', n - 1) .. '%d'
  local told = string.format(format, unpack(answer, 1, n)) .. ']'
  if not admitted then return told end

  -- Write.
  for i = 1, 3 do
    local sub = subjects[i]
    if sub and sub.used then
      touch(sub, now)
      sub.s[3] = now
    end
  end
  local record = {
    0, OPEN, admittedAt, now, granted, a[4], session, metrics, #told, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  }
  local size = 9
  for i = 1, metrics do
    -- Until a renewal tells more, the process would be charged the input.
    record[size + i], record[size + metrics + i] = held[i], held[i]
    record[size + 2 * metrics + i] = ceilDiv(a[4 + 3 * i], a[6 + 3 * i])
  end
  size = size + 3 * metrics + 2
  record[size - 1], record[size], record[1] = -1, -1, size
  write('SET', reservation, packed(record, size, told, text))
  local ends = now + (a[rest + 1] or LEASE_MS)
  -- What nobody renews keeps the rest of its own lease; whoever does has the time to.
  if mode == ADOPT then ends = math.max(now + LEASE_MS, ends - now + admittedAt) end
  write('ZADD', policy.opens, string.format('%d', ends), member)
  if mode == ADOPT then
    write('SET', adoptedKey, member, 'PX', 86400000)
    -- Its idempotency key was lost with it; where another request has taken it since, it stays that one's.
    if body then write('SET', onceKey, body .. 'running ', 'NX', 'PX', 86400000) end
    return { 2 }
  end
  if body then write('SET', onceKey, body .. 'running ', 'PX', 86400000) end
  return told
end

local function decide(policy, ...)
  local answer, subjects = judge(policy, ...), policy.subjects
  for i = 1, 3 do
    local sub = subjects[i]
    if sub then
      if sub.before then rarely().undoUnused(sub) end
      sub.used = nil
    end
  end
  return answer
end
`
  .replace('MOST', `${MOST}`)
  .replace('FORMAT', `[${'%d,'.repeat(MOST)}`)
  .replaceAll('LEASE_MS', `${LEASE_MS}`);

const ONE = `
local a, p = cjson.decode(ARGV[1]), cjson.decode(ARGV[2])
local got = call('MGET', unpack(KEYS, 1, 4 + p[SUBJECTS]))
epoch = got[3] or ''
local adopting = a[1] == ADOPT
local onceAt = adopting and #KEYS - 1 or #KEYS
local answer = decide(
  policyAt(0, p, got), a, KEYS[4], got[4], ARGV[3], ARGV[4],
  ARGV[5] and KEYS[onceAt], ARGV[5], adopting and KEYS[#KEYS]
)
flush()
return answer`;

export const DECIDE = script(linked(COUNTERS + POLICY + DECIDE_BODY, ONE));
