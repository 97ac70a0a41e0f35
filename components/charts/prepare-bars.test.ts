import { describe, expect, it } from 'vitest';
import { chartModel } from '@/lib/usage/chart-model';
import type { UsageView } from '@/lib/usage/schema';
import { type BarsInput, describeBars, prepareBars } from './prepare-bars';
import { prepareTooltip } from './prepare-tooltip';

const NOW = Date.parse('2026-11-22T13:07:30Z');
const hour = (h: number) => Date.parse(`2026-11-22T${String(h).padStart(2, '0')}:00:00Z`);
const view = (rows: [h: number, group: string, requests: number][]): UsageView => ({
  data: rows.map(([h, group, requests]) => ({
    start: new Date(hour(h)).toISOString(),
    group,
    requests,
    tokens_in: 0,
    tokens_out: 0,
    cost_micros: requests,
    denied: requests,
  })),
  totals: { requests: 0, tokens_in: 0, tokens_out: 0, cost_micros: 0, denied: 0 },
  groups: { a: 'Checkout', b: 'Search' },
  filters: {},
  from: new Date(hour(10)).toISOString(),
  to: new Date(hour(15)).toISOString(),
});
const shaped = (usage: UsageView) =>
  chartModel(usage, { measure: 'requests', interval: 'hour', tz: 'UTC', nowMs: NOW });
const input: BarsInput = {
  model: shaped(
    view([
      [11, 'a', 4],
      [11, 'b', 6],
      [13, 'a', 30],
      [13, 'b', 0],
    ]),
  ),
  interval: 'hour',
  zone: 'UTC',
  nowMs: NOW,
  unit: { kind: 'count' },
};

describe('the period before', () => {
  const before = { ...input.model, previous: [null, 7, null, 50, null] };
  const model = prepareBars({ ...input, model: before });

  it('is drawn in the same places, on a scale that holds it', () => {
    expect(model.previous).toEqual([null, 7, null, 50, null]);
    expect(model.scale.max).toBeGreaterThanOrEqual(50);
  });

  it('is told on hover, and not where nothing was recorded', () => {
    expect([0, 1, 3].map((i) => prepareTooltip(model, i)?.previous)).toEqual([null, '7', '50']);
  });
});

describe('bars', () => {
  const model = prepareBars(input);

  it('stack the series of an interval, and leave a gap where nothing was recorded', () => {
    expect(model.series.map((s) => s.name)).toEqual(['Checkout', 'Search']);
    expect(model.bars.map((d) => d.values)).toEqual([
      [null, null],
      [4, 6],
      [null, null],
      [30, 0],
      [null, null],
    ]);
    expect(model.bars.map((d) => d.total)).toEqual([null, 10, null, 30, null]);
  });

  it('give the five largest a colour each, in order, and Other grey', () => {
    const many = shaped(view(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((g, i) => [11, g, 90 - i])));
    expect(prepareBars({ ...input, model: many }).series.map((s) => [s.name, s.colour])).toEqual([
      ['Checkout', 'chart-1'],
      ['Search', 'chart-2'],
      ['c', 'chart-3'],
      ['d', 'chart-4'],
      ['e', 'chart-5'],
      ['Other (2)', 'chart-other'],
    ]);
  });

  it('of refusals are all the same red', () => {
    const { series } = prepareBars({ ...input, paint: 'refused' });
    expect(series.map((s) => s.colour)).toEqual(['chart-refused', 'chart-refused']);
  });

  it('mark the interval that is still counting', () => {
    expect(model.bars.map((bar) => bar.phase)).toEqual(['past', 'past', 'past', 'current', 'future']);
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
        model: shaped(view([[11, 'a', value]])),
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
    expect(describeBars(prepareBars({ ...input, model: shaped(view([])) }))).toBe(
      'Nothing recorded in this range.',
    );
  });
});

describe('the tooltip', () => {
  const model = prepareBars(input);

  it('lists every series sorted by value, with the total', () => {
    expect(prepareTooltip(model, 1)).toEqual({
      title: 'Sun 22 Nov, 11:00–12:00',
      note: null,
      rows: [
        { id: 'b', name: 'Search', colour: 'chart-2', value: '6' },
        { id: 'a', name: 'Checkout', colour: 'chart-1', value: '4' },
      ],
      total: '10',
      previous: null,
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
    const single = prepareBars({ ...input, model: shaped(view([[11, 'a', 4]])) });
    expect(prepareTooltip(single, 1)?.total).toBeNull();
  });
});
