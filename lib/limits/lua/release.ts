import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';

/**
 * Takes bytes that are no longer stored out of a workspace's levels of stored bytes, once for each id.
 *
 * Guarantee: a missing counter is never made, and what was not lowered leaves no tombstone: whoever fills the
 * counter counts these bytes, and the release is asked for again. Never below 0.
 *
 * KEYS  1 the release's tombstone   2 the workspace's counters   3 epoch
 * ARGV  1 numbers, JSON: bytes, the tombstone's TTL in ms
 * Answers 1 lowered, 2 lowered before, 0 there is no such counter, 7 no epoch: memory is being rebuilt.
 */
const RELEASE_BODY = `
local BYTES, STANDING = 6, 1
local a = cjson.decode(ARGV[1])
local got = call('MGET', KEYS[1], KEYS[2], KEYS[3])
if got[1] then return 2 end
epoch = got[3] or ''
if epoch == '' then return 7 end
local sub = subjectAt(KEYS[2], '', got[2])
if not sub then return 0 end
local s, found = sub.s, false
for o = HEAD + 1, s[2], WIDTH do
  if kindOf(s[o]) == LEVEL and metricOf(s[o]) == BYTES and s[o + 1] == STANDING then
    s[o + 2], found = math.max(0, s[o + 2] - a[1]), true
  end
end
if not found then return 0 end
touch(sub, storeTime(0))
flush()
call('SET', KEYS[1], '1', 'PX', a[2])
return 1
`;

export const RELEASE = script(linked(COUNTERS, RELEASE_BODY));
