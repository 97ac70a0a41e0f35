import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';
import { RESERVATION } from './reap';

/**
 * One workspace's counters and open reservations at one instant, with the end of the stream then: what is
 * compared with the ledger. Reads only.
 *
 * KEYS  1 epoch   2 open reservations   3 stream   then subjects, their rings, and reservations
 * ARGV  1 number of subjects   2 what the workspace's open reservations begin with   then the reservations
 *       among the open ones
 * Answers { 0 } a reservation of the workspace is open that was not named: name it too; { 2 } the shard has no
 * epoch; else { 1, time, last stream id, per subject: { number…, per ring: { its counter, number… } } or
 * {} where it is absent, per reservation as RESERVATION says, or { 0 } where it is not open }.
 */
export const SNAPSHOT = script(
  linked(
    COUNTERS + RESERVATION,
    `
local count, mine = tonumber(ARGV[1]), ARGV[2]
epoch = call('GET', KEYS[1]) or ''
if epoch == '' then return { 2 } end

local named = {}
for i = 3, #ARGV do named[ARGV[i]] = true end
for _, member in ipairs(call('ZRANGE', KEYS[2], '0', '-1')) do
  if string.sub(member, 1, #mine) == mine and not named[member] then return { 0 } end
end

local last = '0-0'
if call('EXISTS', KEYS[3]) == 1 then
  local info = call('XINFO', 'STREAM', KEYS[3])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = info[i + 1] end
  end
end

local now, subjects, reservations = storeTime(0), {}, {}
for i = 1, count do
  local sub = subjectAt(KEYS[3 + i], KEYS[3 + count + i], call('GET', KEYS[3 + i]))
  local s, answer = sub and sub.s, {}
  if s then
    if s[3] > now then now = s[3] end
    for j = 1, s[2] do answer[j] = s[j] end
    for o = HEAD + 1, s[2], WIDTH do
      if kindOf(s[o]) == ROLLING and s[o + 7] > 0 then
        local ring = rarely().readRing(sub, o)
        table.insert(ring, 1, o)
        answer[#answer + 1] = ring
      end
    end
  end
  subjects[i] = answer
end
for i = 3, #ARGV do
  local text = call('GET', KEYS[1 + 2 * count + i])
  local ends = call('ZSCORE', KEYS[2], ARGV[i])
  reservations[i - 2] = text and ends and reservationIn(text, ends) or { 0 }
end
return { 1, now, last, subjects, reservations }`,
  ),
);

/**
 * Takes counters out of a subject, so that the next decision has them filled from the ledger and the open
 * reservations (lua/fill.ts). Nothing of the subject is admitted in between, and what is settled in between makes
 * the fill read again: so a counter is right afterwards, whatever the traffic.
 *
 * KEYS  1 subject   2 rings   3 epoch   ARGV  per counter: desc, window
 * Answers how many were there; 0 too where the shard has no epoch, for then all are rebuilt.
 */
export const FORGET = script(
  linked(
    COUNTERS,
    `
epoch = call('GET', KEYS[3]) or ''
local sub = epoch ~= '' and subjectAt(KEYS[1], KEYS[2], call('GET', KEYS[1]))
if not sub then return 0 end
local old = sub.s
local gone, found = {}, 0
for i = 1, #ARGV, 2 do gone[ARGV[i] .. ':' .. ARGV[i + 1]] = true end
-- No policy has a layout of 0, so each asks for its counters.
local s = { 0, HEAD, old[3], old[4], old[5] }
local rings = {}
for o = HEAD + 1, old[2], WIDTH do
  local field = old[o] .. ':' .. old[o + 1]
  if gone[field] then
    found = found + 1
    rings[found] = field
  else
    for j = 0, WIDTH - 1 do s[#s + 1] = old[o + j] end
  end
end
if found == 0 then return 0 end
s[2] = #s
call('SET', KEYS[1], packedUnder(s), 'KEEPTTL')
call('HDEL', KEYS[2], unpack(rings))
return found`,
  ),
);
