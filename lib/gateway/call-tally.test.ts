import { expect, test } from 'vitest';
import { callMetrics, countCall, endOfFailure, endOfStatus } from './call-tally';
import { failureOf } from './upstream-error';

test.each([
  [200, 'ok'],
  [307, 'failed'],
  [400, 'refused'],
  [401, 'refused'],
  [429, 'refused'],
  [500, 'failed'],
  [503, 'failed'],
])('an answer with status %i counts as %s', (status, end) => {
  expect(endOfStatus(status)).toBe(end);
});

test.each([
  ['ECONNREFUSED', 'unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_SOCKET', 'broken'],
])('a call that failed with %s counts as %s', (code, end) => {
  expect(endOfFailure(failureOf(Object.assign(new Error(code), { code })))).toBe(end);
});

test('calls are told by upstream and end, with the time until those answers began that did', () => {
  countCall('a "b"\n', 'ok', 1_500);
  countCall('a "b"\n', 'ok', 500);
  countCall('a "b"\n', 'timeout', null);
  const [calls, waits] = callMetrics();
  const name = 'upstream="a \\"b\\"\\n"';
  expect(calls?.[3]).toEqual([
    [`{${name},end="ok"}`, 2],
    [`{${name},end="timeout"}`, 1],
  ]);
  expect(waits?.[3]).toEqual([
    [`_sum{${name}}`, 2],
    [`_count{${name}}`, 2],
  ]);
});
