import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';

/**
 * Replaces a reservation by what was really used, frees its leases and writes its event, once.
 *
 * Guarantee: settle only lowers. charged = min(reported, held); what was reported beyond goes into the
 * event as unbilled. A refund takes the newest growth back first, only where its slot or period still
 * exists; `last` never moves. An unknown id touches nothing, and missing counters are never made. The
 * reservation stays as a tombstone: 10 minutes after a settle, 24 hours after the reaper, whose charge
 * a later settle may still lower.
 *
 * KEYS  1 reservation   2 open reservations   3 stream   4 epoch   then the subjects, their rings, and last
 *       the idempotency key if ARGV[4] is there
 * ARGV  1 numbers, JSON: time (0: the store's), rank (1 reaper, 2 settle), used by metric (-1: as held)
 *       2 the reservation among the open ones   3 event facts, JSON   4 what to keep under the idempotency key ('' forget it)
 *
 * Answers { 1, charged per metric } settled now, { 2, charged per metric } settled before, { 0 } unknown.
 */
export const SETTLE_BODY = `
-- What one slot of a rolling counter gives back, and what of it is no longer held.
local function lowerSlot(sub, o, instant, amount, release)
  local s = sub.s
  local k = instant / ceilDiv(s[o + 1], 60)
  k = k - k % 1
  if s[o + 4] == k then
    s[o + 2], s[o + 3] = s[o + 2] - amount, s[o + 3] - release
    s[o + 5], s[o + 8] = s[o + 5] - amount, s[o + 8] - release
  elseif s[o + 7] > 0 then
    local ring, kept, n = rarely().readRing(sub, o), {}, 0
    for j = 1, #ring, 4 do
      if ring[j] == k then
        ring[j + 1], ring[j + 3] = ring[j + 1] - amount, ring[j + 3] - release
        s[o + 2], s[o + 3] = s[o + 2] - amount, s[o + 3] - release
      end
      -- An empty slot says nothing any more.
      if ring[j + 1] > 0 then
        kept[n + 1], kept[n + 2], kept[n + 3], kept[n + 4] = ring[j], ring[j + 1], ring[j + 2], ring[j + 3]
        n = n + 4
      end
    end
    rarely().setRing(sub, o, kept)
  end
end

-- A piece of a reservation in a rolling counter: of its amount some was given back before (taken), and of what
-- is to be given back now some is left (rest).
local function lowerPiece(sub, o, instant, amount, taken, rest, holds)
  local gone = math.min(taken, amount)
  local gives = math.min(rest, amount - gone)
  local release = holds and amount or 0
  if gives > 0 or release > 0 then lowerSlot(sub, o, instant, gives, release) end
  return taken - gone, rest - gives
end

-- A rolling counter gives back piece by piece, the newest growth first.
local function lowerRolling(sub, o, r, metric, rest, holds)
  local metrics = r[8]
  local first = r[9 + metric]
  local taken = first - r[9 + metrics + metric]
  for growth = r[1] - metrics, 9 + 3 * metrics + 3, -metrics - 1 do
    local amount = r[growth + metric]
    first = first - amount
    taken, rest = lowerPiece(sub, o, r[growth], amount, taken, rest, holds)
  end
  lowerPiece(sub, o, r[4], first, taken, rest, holds)
end

-- Known: the reservation's record. subjects: those that are there. onceKey: nil, or where the answer is kept.
local function settle(a, subjects, reservation, known, opens, stream, member, facts, onceKey, answer)
  if not known then return { 0 } end
  local rank, r, told = a[2], readRecord(known)
  local metrics = r[8]
  local chargedAt = 9 + metrics
  if r[2] == SETTLED or (r[2] == REAPED and rank == 1) then
    return { 2, unpack(r, chargedAt + 1, chargedAt + metrics) }
  end

  local now = storeTime(a[1], subjects)

  local held, charged, back, unbilled = { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, 0
  for metric = 1, metrics do
    local before = r[chargedAt + metric]
    local used = a[2 + metric]
    if used < 0 then used = before end
    held[metric], charged[metric] = r[9 + metric], math.min(used, before)
    back[metric] = before - charged[metric]
    if metric == 3 then unbilled = used - charged[metric] end
  end
  -- The reaper already turned what was held into what is used.
  local open, resource, session = r[2] == OPEN, r[6], r[7]

  for i = 1, 3 do
    local sub = subjects[i]
    local s = sub and sub.s
    for o = HEAD + 1, s and s[2] or 0, WIDTH do
      local desc = s[o]
      local kind = desc % 8
      local metric = (desc % 64 - kind) / 8
      local whose = (desc - desc % 64) / 64
      -- It counts the reservation: metric and resource, no short window for a session, and only leases of what
      -- takes nothing else.
      if (held[metric] or 0) > 0 and (whose == 0 or whose == resource)
        and (session == 0 or kind == CONCURRENT or (session == 1 and (kind ~= ROLLING or s[o + 1] > 60000))) then
        touch(sub, now)
        local reserved = metric == 2 or metric == 3 or metric == 6
        if kind == ROLLING then
          lowerRolling(sub, o, r, metric, back[metric], open and reserved)
        elseif kind == CONCURRENT then
          if open then s[o + 2] = math.max(0, s[o + 2] - 1) end
        else
          local p = kind == LEVEL and o + 1 or periodAt(s, o, r[3])
          if p and open and reserved then
            s[p + 2], s[p + 1] = math.max(0, s[p + 2] - held[metric]), s[p + 1] + charged[metric]
          elseif p then
            s[p + 1] = math.max(0, s[p + 1] - back[metric])
          end
        end
      end
    end
  end

  write('ZREM', opens, member)
  r[2] = rank == 2 and SETTLED or REAPED
  for metric = 1, metrics do r[chargedAt + metric] = charged[metric] end
  write('SET', reservation, packed(r, r[1], told), 'PX', rank == 2 and '600000' or '86400000')
  if onceKey then
    if answer == '' then write('DEL', onceKey)
    else write('SET', onceKey, answer, 'PX', 86400000) end
  end
  local more = {}
  if metrics > 3 then more = { 'messages', charged[4], 'descriptions', charged[5] or 0 } end
  -- Numbers as texts: what a command makes of a number costs more.
  local text = string.format
  write('XADD', stream, '*', 'id', string.sub(member, string.find(member, '/', 1, true) + 1),
    'admitted', text('%d', r[3]), 'settled', text('%d', now), 'rank', rank == 2 and '2' or '1',
    'requests', text('%d', session > 1 and 0 or charged[1]), 'tokens', text('%d', charged[2]),
    'cost', text('%d', charged[3]), 'unbilled', text('%d', unbilled), 'event', facts, unpack(more))
  return { 1, unpack(charged, 1, metrics) }
end
`;

const ONE = `
local count = (#KEYS - 4 - #KEYS % 2) / 2
local got = call('MGET', KEYS[1], unpack(KEYS, 4, 4 + count))
epoch = got[2] or ''
local subjects = {}
for i = 1, count do subjects[i] = subjectAt(KEYS[4 + i], KEYS[4 + count + i], got[2 + i]) end
local answer = settle(
  cjson.decode(ARGV[1]), subjects, KEYS[1], got[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4] and KEYS[#KEYS], ARGV[4]
)
flush()
return answer`;

export const SETTLE = script(linked(COUNTERS + SETTLE_BODY, ONE));
