import { script } from '../../redis/script';

/**
 * A shard's epoch names the memory its counters stand in: `<of the server's run id>.<the rebuild's id>`. It is
 * removed when the server is another one than wrote it (a restart may have lost its newest writes) or when
 * the stream ends before what the ledger has read. A rebuild in progress has the same name under a key of
 * its own, so that losing memory once more ends it too. A store without INFO has the run id ''.
 */
const KNOW = `
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
-- Part of it: the epoch stands at the end of every subject's counters.
run = string.sub(run, 1, 12)
local upSeconds = type(info) == 'string' and tonumber(string.match(info, 'uptime_in_seconds:(%d+)')) or -1
local function ofThisServer(key)
  local name = redis.call('GET', key)
  if not name then return '' end
  if string.sub(name, 1, #run + 1) == run .. '.' then return string.sub(name, #run + 2) end
  redis.call('DEL', key)
  return ''
end
`;

/**
 * KEYS  1 epoch   2 rebuild   3 stream   ARGV 1 the stream id that the ledger has read up to
 * Answers { 'e' + epoch's rebuild or 'e', 'r' + rebuild under way or 'r', last stream id, stream length,
 * seconds since the server started (-1 unknown) }.
 */
export const OBSERVE = script(`${KNOW}
local last, length = '0-0', 0
if redis.call('EXISTS', KEYS[3]) == 1 then
  local stream = redis.call('XINFO', 'STREAM', KEYS[3])
  for i = 1, #stream, 2 do
    if stream[i] == 'last-generated-id' then last = stream[i + 1] end
    if stream[i] == 'length' then length = stream[i + 1] end
  end
end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local ms, seq = parts(last)
local readMs, readSeq = parts(ARGV[1])
if ms < readMs or (ms == readMs and seq < readSeq) then
  redis.call('DEL', KEYS[1], KEYS[2])
  -- What is added from now on must come after what the ledger has read, or it would be skipped.
  redis.call('XGROUP', 'CREATE', KEYS[3], 'raise', '$', 'MKSTREAM')
  redis.call('XGROUP', 'DESTROY', KEYS[3], 'raise')
  redis.call('XSETID', KEYS[3], ARGV[1])
  last = ARGV[1]
end
local epoch = ofThisServer(KEYS[1])
return { 'e' .. epoch, 'r' .. ofThisServer(KEYS[2]), last, length, upSeconds }`);

/**
 * Begins a rebuild, unless one is under way.
 * KEYS 1 epoch   2 rebuild   ARGV 1 the rebuild's id   Answers 'r' + the id of the rebuild under way, 'r' where the epoch stands.
 */
export const BEGIN = script(`${KNOW}
if ofThisServer(KEYS[1]) ~= '' then return 'r' end
redis.call('SET', KEYS[2], run .. '.' .. ARGV[1], 'NX')
return 'r' .. ofThisServer(KEYS[2])`);

/**
 * Ends a rebuild: it becomes the epoch.
 * KEYS 1 epoch   2 rebuild   ARGV 1 the rebuild's id   Answers 1, or 0 where memory was lost meanwhile.
 */
export const FINISH = script(`${KNOW}
if ofThisServer(KEYS[1]) == ARGV[1] then return 1 end
if ofThisServer(KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('RENAME', KEYS[2], KEYS[1])
return 1`);
