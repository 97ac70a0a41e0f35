import { describe, expect, test } from 'vitest';
import { HOUR_MS, intervalsOf, isZone, MINUTE_MS, QUARTER_MS, widen } from './intervals';

const at = (iso: string) => Date.parse(iso);
const starts = (from: string, to: string, unit: 'hour' | 'day', zone: string) =>
  intervalsOf({ startMs: at(from), endMs: at(to) }, unit, zone).map((i) => new Date(i.startMs).toISOString());
const hours = (from: string, to: string, zone: string) =>
  intervalsOf({ startMs: at(from), endMs: at(to) }, 'day', zone).map((i) => (i.endMs - i.startMs) / HOUR_MS);

describe('hours', () => {
  test('begin on the local clock, also half and three quarters of an hour off', () => {
    expect(starts('2026-05-05T10:00:00Z', '2026-05-05T11:00:00Z', 'hour', 'Asia/Kolkata')).toEqual([
      '2026-05-05T09:30:00.000Z',
      '2026-05-05T10:30:00.000Z',
    ]);
    expect(starts('2026-05-05T10:00:00Z', '2026-05-05T10:30:00Z', 'hour', 'Asia/Kathmandu')).toEqual([
      '2026-05-05T09:15:00.000Z',
      '2026-05-05T10:15:00.000Z',
    ]);
  });

  test('repeated by daylight saving stay two', () => {
    expect(starts('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z', 'hour', 'Europe/Berlin')).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ]);
  });

  test('split where Lord Howe moves its clock by half an hour', () => {
    const intervals = intervalsOf(
      { startMs: at('2026-04-04T14:00:00Z'), endMs: at('2026-04-04T16:30:00Z') },
      'hour',
      'Australia/Lord_Howe',
    );
    expect(intervals.map((i) => (i.endMs - i.startMs) / MINUTE_MS)).toEqual([60, 30, 60]);
    expect(intervals[1]?.startMs).toBe(at('2026-04-04T15:00:00Z'));
  });
});

describe('days', () => {
  test('last 23 and 25 hours where daylight saving begins and ends', () => {
    expect(hours('2026-03-07T12:00:00Z', '2026-03-09T12:00:00Z', 'America/New_York')).toEqual([24, 23, 24]);
    expect(hours('2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z', 'America/New_York')).toEqual([24, 25, 24]);
  });

  test('begin after a midnight that does not exist', () => {
    expect(starts('2026-09-06T10:00:00Z', '2026-09-06T11:00:00Z', 'day', 'America/Santiago')).toEqual([
      '2026-09-06T04:00:00.000Z',
    ]);
  });

  test('are one where the last hour before midnight is repeated', () => {
    expect(hours('2026-04-04T12:00:00Z', '2026-04-05T12:00:00Z', 'America/Santiago')).toEqual([25, 24]);
  });
});

test('intervals follow each other without gap or overlap over three years of any zone', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const range = { startMs: at('2025-01-01T00:00:00Z'), endMs: at('2028-01-01T00:00:00Z') };
    const days = intervalsOf(range, 'day', zone);
    expect(days.every((day, i) => i === 0 || day.startMs === days[i - 1]?.endMs)).toBe(true);
    expect(days.every((day) => day.startMs % QUARTER_MS === 0 && day.endMs > day.startMs)).toBe(true);
    expect(days[0]?.startMs).toBeLessThanOrEqual(range.startMs);
    expect(days.at(-1)?.endMs).toBeGreaterThanOrEqual(range.endMs);
  }
});

test('a range widens to whole quarter-hours, and to whole minutes for minutes', () => {
  const range = { startMs: at('2026-05-05T10:07:30Z'), endMs: at('2026-05-05T10:16:00.001Z') };
  expect(widen(range, 'hour')).toEqual({
    startMs: at('2026-05-05T10:00:00Z'),
    endMs: at('2026-05-05T10:30:00Z'),
  });
  expect(widen(range, 'minute')).toEqual({
    startMs: at('2026-05-05T10:07:00Z'),
    endMs: at('2026-05-05T10:17:00Z'),
  });
});

test('only zones that exist are zones', () => {
  expect(isZone('Asia/Kolkata')).toBe(true);
  expect(isZone('Asia/Nowhere')).toBe(false);
  expect(isZone('')).toBe(false);
});
