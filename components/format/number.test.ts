import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatExact, formatShare, formatShort } from './number';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1\u2009k'],
  [1240, '1.2\u2009k'],
  [1299, '1.2\u2009k'],
  [12_345, '12.3\u2009k'],
  [999_960, '999.9\u2009k'],
  [1_000_000, '1\u2009M'],
  [2_550_000, '2.5\u2009M'],
  [20_000_000, '20\u2009M'],
  [3_200_000_000, '3.2\u2009B'],
  [-1500, '-1.5\u2009k'],
])('%d is short as %s and never shows more than there is', (value, text) => {
  expect(formatShort(value)).toBe(text);
});

test('the exact figure keeps every digit, up to the largest counter', () => {
  expect(formatExact(Number.MAX_SAFE_INTEGER)).toBe('9,007,199,254,740,991');
});

test.each([
  [0, '0\u2009B'],
  [1023, '1023\u2009B'],
  [1024, '1\u2009KB'],
  [25 * 2 ** 20, '25\u2009MB'],
  [1.5 * 2 ** 30, '1.5\u2009GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('100 % is shown only when all is used', () => {
  expect(formatShare(0.9999)).toBe('99\u2009%');
  expect(formatShare(1)).toBe('100\u2009%');
});

test('a count agrees with its noun', () => {
  expect([formatCount(0, 'key'), formatCount(1, 'key'), formatCount(1200, 'key')]).toEqual([
    '0 keys',
    '1 key',
    '1,200 keys',
  ]);
  expect(formatCount(2, 'entry', 'entries')).toBe('2 entries');
});
