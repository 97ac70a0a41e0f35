import { describe, expect, it } from 'vitest';
import { type BarsInput, describeBars, prepareBars } from './prepare-bars';
import { prepareTooltip } from './prepare-tooltip';

const NOW = Date.parse('2026-11-22T13:07:30Z');
const hour = (h: number) => Date.parse(`2026-11-22T${String(h).padStart(2, '0')}:00:00Z`);
const input: BarsInput = {
  rows: [
    { startMs: hour(11), group: 'a', value: 4 },
    { startMs: hour(11), group: 'b', value: 6 },
    { startMs: hour(13), group: 'a', value: 30 },
    { startMs: hour(13), group: 'b', value: 0 },
  ],
  names: { a: 'Checkout', b: 'Search' },
  range: { fromMs: hour(10), toMs: hour(15) },
  interval: 'hour',
  zone: 'UTC',
  nowMs: NOW,
  unit: { kind: 'count', one: 'request', many: 'requests' },
};

describe('bars', () => {
  const model = prepareBars(input);

  it('stack the series of an interval, and leave a gap where nothing was recorded', () => {
    expect(model.series.map((s) => s.name)).toEqual(['Checkout', 'Search']);
    expect(model.data.map((d) => d.values)).toEqual([
      [null, null],
      [4, 6],
      [null, null],
      [30, 0],
      [null, null],
    ]);
    expect(model.data.map((d) => d.total)).toEqual([null, 10, null, 30, null]);
  });

  it('mark the interval that is still counting', () => {
    expect(model.data.map((d) => d.bucket.phase)).toEqual(['past', 'past', 'past', 'current', 'future']);
  });

  it('add up to the rows of the range', () => {
    expect(model.total).toBe(40);
    expect(prepareBars({ ...input, range: { fromMs: hour(10), toMs: hour(13) } }).total).toBe(10);
  });

  it('put rows of shorter intervals into the one that contains them', () => {
    const rows = [15, 30, 45].map((m) => ({ startMs: hour(11) + m * 60_000, group: 'a', value: m }));
    expect(prepareBars({ ...input, rows }).data.map((d) => d.total)).toEqual([null, 90, null, null, null]);
  });

  it('draw a limit that is near, and only name one that would press the bars flat', () => {
    const near = prepareBars({ ...input, limit: { value: 60, label: 'limit' } });
    expect(near.limit).toEqual({ value: 60, label: 'limit', drawn: true });
    expect(near.scale.max).toBe(60);
    const far = prepareBars({ ...input, limit: { value: 10_000, label: 'limit' } });
    expect(far.limit?.drawn).toBe(false);
    expect(far.scale.max).toBe(30);
  });

  it('write money ticks with the decimals their steps need', () => {
    const money = (value: number) =>
      prepareBars({
        ...input,
        rows: [{ startMs: hour(11), group: 'a', value }],
        unit: { kind: 'money', currency: 'USD' },
      }).valueTicks.map((t) => t.label);
    expect(money(5_000_000)).toEqual(['$0', '$1', '$2', '$3', '$4', '$5']);
    expect(money(1_100_000)).toEqual(['$0.00', '$0.25', '$0.50', '$0.75', '$1.00', '$1.25']);
    expect(money(4_000)).toEqual(['$0.000', '$0.001', '$0.002', '$0.003', '$0.004']);
  });

  it('describe themselves in a sentence', () => {
    expect(describeBars(model)).toBe(
      '5 intervals of an hour, 40 in all, at most 30 in one. Largest: Checkout 34, Search 6.',
    );
    expect(describeBars(prepareBars({ ...input, rows: [] }))).toBe('Nothing recorded in this range.');
  });
});

describe('the tooltip', () => {
  const model = prepareBars(input);

  it('lists every series sorted by value, with the total', () => {
    expect(prepareTooltip(model, 1)).toEqual({
      title: 'Sun 22 Nov, 11:00–12:00',
      note: null,
      rows: [
        { id: 'b', name: 'Search', colour: 'series-2', value: '6' },
        { id: 'a', name: 'Checkout', colour: 'series-1', value: '4' },
      ],
      total: '10',
    });
  });

  it('says what a gap, the current and a future interval are', () => {
    expect([0, 3, 4].map((i) => prepareTooltip(model, i)?.note)).toEqual([
      'nothing recorded',
      'still counting',
      'not yet',
    ]);
    expect(prepareTooltip(model, 99)).toBeNull();
  });

  it('has no total line for a single series', () => {
    const rows = input.rows.filter((r) => r.group === 'a');
    expect(prepareTooltip(prepareBars({ ...input, rows }), 1)?.total).toBeNull();
  });
});
