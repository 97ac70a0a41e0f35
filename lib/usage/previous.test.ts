import { describe, expect, it } from 'vitest';
import { intervalsOf } from './intervals';
import { previousOf } from './previous';

const at = (iso: string) => Date.parse(iso);
const range = (from: string, to: string) => ({ startMs: at(from), endMs: at(to) });

describe('the period before', () => {
  it('is as many intervals, right before', () => {
    expect(previousOf(range('2026-11-22T03:00Z', '2026-11-22T06:00Z'), 'hour', 'UTC')).toEqual(
      range('2026-11-22T00:00Z', '2026-11-22T03:00Z'),
    );
    expect(previousOf(range('2026-11-22T03:07Z', '2026-11-22T03:10Z'), 'minute', 'UTC')).toEqual(
      range('2026-11-22T03:04Z', '2026-11-22T03:07Z'),
    );
  });

  it('ends as early in its last interval as the range does', () => {
    expect(previousOf(range('2026-11-20T00:00Z', '2026-11-22T11:15Z'), 'day', 'UTC')).toEqual(
      range('2026-11-17T00:00Z', '2026-11-19T11:15Z'),
    );
  });

  it('is whole local days over a change of daylight saving', () => {
    // Berlin's clocks went back on 25 October 2026: that day has 25 hours.
    const week = range('2026-10-25T23:00Z', '2026-11-01T23:00Z');
    const before = previousOf(week, 'day', 'Europe/Berlin');
    expect(before).toEqual(range('2026-10-18T22:00Z', '2026-10-25T23:00Z'));
    expect(intervalsOf(before, 'day', 'Europe/Berlin')).toHaveLength(7);
  });

  it('never reaches into the range', () => {
    // The last day before is one of 23 hours, shorter than the part of the day that it compares with.
    const long = range('2026-03-30T04:00Z', '2026-03-31T03:45Z');
    const before = previousOf(long, 'day', 'America/New_York');
    expect(before.endMs).toBeLessThanOrEqual(long.startMs);
  });
});
