import { expect, test } from 'vitest';
import { rangeOf } from './range';
import { type UsageQuery, usageQuery } from './schema';

const query = (given: Partial<UsageQuery>): UsageQuery => ({
  ...usageQuery.parse({ from: '2026-05-05T00:00:00Z', to: '2026-05-06T00:00:00+05:30' }),
  ...given,
});

/** A week after the range that is asked for. */
const NOW_MS = Date.UTC(2026, 4, 12);

test.each([
  [{ interval: 'minute', to: '2026-05-07T00:00:01Z' }, 'at most 2 days'],
  [{ interval: 'hour', to: '2026-08-13T00:00:01Z' }, 'at most 100 days'],
  [{ interval: 'day', to: '2029-05-10T00:00:00Z' }, 'at most 1,100 days'],
  [{ to: '2026-05-05T00:00:00Z' }, 'to must be later than from'],
  [{ tz: 'Mars/Olympus' }, 'tz must be an IANA time zone'],
  [{ from: '1969-12-31T23:00:00Z' }, 'between 1970 and 2100'],
] as const)('%o is refused with a reason', (given, reason) => {
  expect(() => rangeOf(query(given), NOW_MS)).toThrow(reason);
});

test('the longest ranges are answered', () => {
  expect(() => rangeOf(query({ interval: 'minute', to: '2026-05-07T00:00:00Z' }), NOW_MS)).not.toThrow();
  expect(() => rangeOf(query({ interval: 'day', to: '2029-05-05T00:00:00Z' }), NOW_MS)).not.toThrow();
});

test('minutes that are pruned are not answered as if nothing had happened', () => {
  const laterMs = Date.UTC(2026, 5, 10);
  expect(() => rangeOf(query({ interval: 'minute' }), laterMs)).toThrow('kept for 35 days');
  expect(() => rangeOf(query({ interval: 'hour' }), laterMs)).not.toThrow();
});
