import { describe, expect, test } from 'vitest';
import { formatDate, formatDuration, formatInstant, formatRelative, spokenDuration } from './time';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const [S, M, H, D] = [1000, 60_000, 3_600_000, 86_400_000];

test.each([
  [-5, '0 s'],
  [1, '1 s'],
  [59_999, '1 m 00 s'],
  [12 * S, '12 s'],
  [3 * M + 5 * S, '3 m 05 s'],
  [H, '1 h 00 m'],
  [3 * H + 12 * M + 59 * S, '3 h 12 m'],
  [4 * D + 2 * H, '4 d 2 h'],
])('a span of %d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [20 * S, 'less than a minute'],
  [2 * M, '2 minutes'],
  [3 * H + 12 * M, '3 hours 12 minutes'],
  [H, '1 hour'],
  [D + H, '1 day 1 hour'],
])('a span of %d ms is spoken as %s', (ms, text) => {
  expect(spokenDuration(ms)).toBe(text);
});

test('spoken words stay the same within a minute', () => {
  expect(spokenDuration(10 * M)).toBe(spokenDuration(10 * M - 59 * S));
});

describe('relative time', () => {
  test.each([
    [NOW - 10 * S, 'just now'],
    [NOW - 2 * M, '2 min ago'],
    [NOW - 50 * S, '1 min ago'],
    [NOW - 5 * H, '5 h ago'],
    [NOW - 6 * D, '6 d ago'],
    [NOW + 3 * H, 'in 3 h'],
    [NOW - 10 * D, '12 Nov'],
    [NOW - 400 * D, '18 Oct 2025'],
  ])('%d is %s', (at, text) => {
    expect(formatRelative(at, NOW, 'UTC')).toBe(text);
  });
});

test('a date carries its year only where it is not this one, in the given zone', () => {
  const newYear = Date.UTC(2026, 11, 31, 20);
  expect(formatDate(newYear, NOW, 'UTC')).toBe('31 Dec');
  expect(formatDate(newYear, NOW, 'Asia/Kolkata')).toBe('1 Jan 2027');
});

test('an instant names its zone', () => {
  expect(formatInstant(NOW, 'UTC')).toBe('22 Nov 2026, 12:00:00 UTC');
});
