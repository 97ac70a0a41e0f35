import { describe, expect, it } from 'vitest';
import { customLabel, dayText, fittingIntervals, type RangeChoice, resolveRange } from './range';

const NOW = Date.parse('2026-11-22T13:07:30Z');
const choice = (over: Partial<RangeChoice>): RangeChoice => ({
  range: '24h',
  from: null,
  to: null,
  interval: 'auto',
  ...over,
});
const resolved = (over: Partial<RangeChoice>, zone = 'UTC') => {
  const { fromMs, toMs, interval, live } = resolveRange(choice(over), NOW, zone);
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString(), interval, live];
};

describe('a range', () => {
  it('that ends now has whole intervals, the current one included', () => {
    expect(resolved({ range: '1h' })).toEqual([
      '2026-11-22T12:08:00.000Z',
      '2026-11-22T13:08:00.000Z',
      'minute',
      true,
    ]);
    expect(resolved({})).toEqual(['2026-11-21T14:00:00.000Z', '2026-11-22T13:08:00.000Z', 'hour', true]);
    expect(resolved({ range: '30d' })).toEqual([
      '2026-10-24T00:00:00.000Z',
      '2026-11-22T13:08:00.000Z',
      'day',
      true,
    ]);
  });

  it('follows the clock of the zone', () => {
    expect(resolved({ range: '30d' }, 'Asia/Kolkata')[0]).toBe('2026-10-23T18:30:00.000Z');
    expect(resolved({ range: 'month' }, 'America/New_York')[0]).toBe('2026-11-01T04:00:00.000Z');
  });

  it('of custom days includes the last day whole, and is live only when it reaches now', () => {
    expect(resolved({ range: 'custom', from: '2026-10-24', to: '2026-10-25' }, 'Europe/Berlin')).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      'hour',
      false,
    ]);
    expect(resolved({ range: 'custom', from: '2026-11-01', to: '2026-11-22' })[3]).toBe(true);
  });

  it('with custom days that make no sense is the last 24 hours', () => {
    for (const days of [{}, { from: '2026-11-22' }, { from: 'x', to: '2026-11-22' }])
      expect(resolved({ range: 'custom', ...days })).toEqual(resolved({}));
  });

  it('with custom days the wrong way round is the days between them, and says so', () => {
    const there = { range: 'custom', from: '2026-11-01', to: '2026-11-09' } as const;
    const back = { range: 'custom', from: '2026-11-09', to: '2026-11-01' } as const;
    expect(resolved(back)).toEqual(resolved(there));
    expect(customLabel(choice(back), NOW)).toBe(customLabel(choice(there), NOW));
  });

  it('takes the interval asked for where it fits, else one that does', () => {
    expect(resolved({ range: '7d', interval: 'day' })[2]).toBe('day');
    expect(resolved({ range: '30d', interval: 'minute' })[2]).toBe('day');
    expect(fittingIntervals(3_600_000)).toEqual(['minute']);
    expect(fittingIntervals(7 * 86_400_000)).toEqual(['hour', 'day']);
  });
});

describe('custom days', () => {
  it('are written as the reader picked them', () => {
    expect(dayText(new Date(2026, 10, 3))).toBe('2026-11-03');
    expect(customLabel(choice({ from: '2026-11-03', to: '2026-11-09' }), NOW)).toBe('3 – 9 Nov');
    expect(customLabel(choice({ from: '2026-10-28', to: '2026-11-09' }), NOW)).toBe('28 Oct – 9 Nov');
    expect(customLabel(choice({ from: '2024-01-01', to: '2024-01-03' }), NOW)).toBe('1 – 3 Jan 2024');
    expect(customLabel(choice({}), NOW)).toBe('Custom');
  });
});
