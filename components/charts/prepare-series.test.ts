import { describe, expect, it } from 'vitest';
import { OTHER, prepareSeries } from './prepare-series';

const rows = (totals: Record<string, number>) =>
  Object.entries(totals).flatMap(([group, value]) => [
    { startMs: 0, group, value: value - 1 },
    { startMs: 1, group, value: 1 },
  ]);

describe('series', () => {
  it('come by total, the largest first, ties by id', () => {
    const series = prepareSeries(rows({ b: 5, a: 5, c: 9 }), { c: 'Checkout' });
    expect(series.map((s) => [s.id, s.name, s.total, s.colour])).toEqual([
      ['c', 'Checkout', 9, 'series-1'],
      ['a', 'a', 5, 'series-2'],
      ['b', 'b', 5, 'series-3'],
    ]);
  });

  it('beyond the top five add up to a grey Other that comes last and loses nothing', () => {
    const series = prepareSeries(rows({ a: 90, b: 80, c: 70, d: 60, e: 50, f: 49, g: 48 }), {});
    expect(series.map((s) => s.id)).toEqual(['a', 'b', 'c', 'd', 'e', OTHER]);
    expect(series.at(-1)).toEqual({
      id: OTHER,
      name: 'Other (2)',
      colour: 'other',
      total: 97,
      groups: ['f', 'g'],
    });
    expect(series.reduce((sum, s) => sum + s.total, 0)).toBe(447);
  });

  it('of refusals are all the same red', () => {
    const series = prepareSeries(rows({ a: 9, b: 8, c: 7, d: 6, e: 5, f: 4 }), {}, { paint: 'refused' });
    expect(new Set(series.map((s) => s.colour))).toEqual(new Set(['refused']));
  });

  it('leave out groups with nothing to draw', () => {
    expect(prepareSeries([{ startMs: 0, group: 'a', value: 0 }], {})).toEqual([]);
  });
});
