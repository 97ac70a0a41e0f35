import { script } from '../../redis/script';
import { COUNTERS } from './counters';
import { linked } from './link';

/**
 * Open reservations whose lease has ended.
 * KEYS 1 open reservations   ARGV 1 time, ms (0: the store's)   2 at most   Answers them.
 */
export const EXPIRED = script(
  linked(
    COUNTERS,
    `
local now = storeTime(tonumber(ARGV[1]))
return call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', '0', ARGV[2])`,
  ),
);

/**
 * A reservation as it stands: state, admitted, charged at, granted, session, lease's end, metrics M, held × M,
 * progress × (M + 2, -1: none), growth size, growth, and the caller's text.
 */
export const RESERVATION = `
local function reservationIn(text, ends)
  local r, _, textAt = readRecord(text)
  local metrics = r[8]
  local answer = { r[2], r[3], r[4], r[5], r[7], ends and tonumber(ends) or 0, metrics }
  for m = 1, metrics do answer[#answer + 1] = r[9 + metrics + m] end
  for m = 1, metrics + 2 do answer[#answer + 1] = r[9 + 2 * metrics + m] end
  local growth = 9 + 3 * metrics + 2
  answer[#answer + 1] = r[1] - growth
  for j = growth + 1, r[1] do answer[#answer + 1] = r[j] end
  answer[#answer + 1] = '=' .. string.sub(text, textAt)
  return answer
end
`;

/**
 * Reservations as they stand.
 * KEYS 1 open reservations, then reservations   ARGV the same among the open ones
 * Answers per reservation what RESERVATION says; { 0 } where it is gone, and its entry among the open ones with it.
 */
export const INSPECT = script(
  linked(
    COUNTERS + RESERVATION,
    `
local answers = {}
for i = 2, #KEYS do
  local text = call('GET', KEYS[i])
  local ends = call('ZSCORE', KEYS[1], ARGV[i - 1])
  if text then
    answers[i - 1] = reservationIn(text, ends)
  else
    call('ZREM', KEYS[1], ARGV[i - 1])
    answers[i - 1] = { 0 }
  end
end
return answers`,
  ),
);
