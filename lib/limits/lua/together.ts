import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { DECIDE_BODY } from './decide';
import { linked } from './link';
import { POLICY } from './policy';
import { SETTLE_BODY } from './settle';

/**
 * Decisions and settles that came to a shard together, one after the other as if each had come alone: what
 * they share is read and written once, which is most of what a call costs.
 *
 * Guarantee: that of each. All are judged before anything is written, so an error leaves nothing behind of any.
 * No reservation may be among them twice.
 *
 * KEYS  each policy's (lua/policy.ts), with the stream as the caller's own; then a reservation per call
 * ARGV  1 numbers, JSON: policies, then per call: its policy, negative for a settle
 *       then each policy's numbers, JSON; then three per call: numbers, the reservation among the open ones,
 *       the caller's text or the event's facts (lua/decide.ts, lua/settle.ts)
 * Answers one per call.
 */
const BODY = `
local calls = cjson.decode(ARGV[1])
local got = call('MGET', unpack(KEYS))
epoch = got[3] or ''
local policies, place = {}, 0
for i = 1, calls[1] do
  local p = cjson.decode(ARGV[1 + i])
  policies[i] = policyAt(place, p, got)
  policies[i].stream = KEYS[place + 4]
  place = place + 5 + 2 * p[SUBJECTS]
end

local queue = {}
write = function(...) queue[#queue + 1] = { ... } end
local answers, at = {}, 2 + calls[1]
for i = 1, #calls - 1 do
  local key, known = KEYS[place + i], got[place + i]
  local a, member, text = cjson.decode(ARGV[at]), ARGV[at + 1], ARGV[at + 2]
  local policy = policies[math.abs(calls[1 + i])]
  if calls[1 + i] > 0 then answers[i] = decide(policy, a, key, known, member, text)
  else answers[i] = settle(a, policy.present, key, known, policy.opens, policy.stream, member, text) end
  at = at + 3
end
-- Counters first: a server without memory refuses a script's first write, unless that only removes something.
flush()
for i = 1, #queue do call(unpack(queue[i])) end
return answers`;

export const TOGETHER = script(linked(COUNTERS + POLICY + DECIDE_BODY + SETTLE_BODY, BODY));
