import { expect, test } from 'vitest';
import { amountOf, type ChartOptions, chartModel, MEASURES } from './chart-model';
import type { UsageRow, UsageView } from './schema';

const row = (start: string, group: string, requests: number, more: Partial<UsageRow> = {}): UsageRow => ({
  start,
  group,
  requests,
  tokens_in: 0,
  tokens_out: 0,
  cost_micros: 0,
  denied: 0,
  ...more,
});

const view = (data: UsageRow[], groups: Record<string, string> = {}): UsageView => ({
  data,
  totals: row('', '', 0),
  groups,
  filters: {},
  from: '2026-05-05T00:00:00.000Z',
  to: '2026-05-05T04:00:00.000Z',
});

const options: ChartOptions = {
  measure: 'requests',
  interval: 'hour',
  tz: 'UTC',
  nowMs: Date.parse('2026-05-05T03:20:00Z'),
};

test('the axis is complete, and an interval without any row is a gap, not a zero', () => {
  const model = chartModel(view([row('2026-05-05T01:00:00.000Z', '', 7)]), options);
  expect(model.intervals.map((i) => new Date(i.startMs).getUTCHours())).toEqual([0, 1, 2, 3]);
  expect(model.series).toEqual([
    { id: 'all', name: 'All', kind: 'all', values: [null, 7, null, null], total: 7 },
  ]);
  expect(model.totals).toEqual([null, 7, null, null]);
});

test('the interval that contains now is incomplete, as is one that the range cuts', () => {
  expect(chartModel(view([]), options).intervals.map((i) => i.incomplete)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  const cut = { ...view([]), from: '2026-05-05T00:30:00.000Z' };
  expect(chartModel(cut, options).intervals[0]?.incomplete).toBe(true);
});

test('the largest groups stand alone, the rest add up to Other, and nothing is lost', () => {
  const data = ['a', 'b', 'c', 'd'].flatMap((group, i) => [
    row('2026-05-05T01:00:00.000Z', group, i + 1),
    row('2026-05-05T02:00:00.000Z', group, 10 * (i + 1)),
  ]);
  const model = chartModel(view(data, { d: 'Delta' }), { ...options, top: 2 });
  expect(model.series.map((s) => [s.id, s.name, s.kind, s.total])).toEqual([
    ['d', 'Delta', 'group', 44],
    ['c', 'c', 'group', 33],
    ['other', 'Other (2)', 'other', 33],
  ]);
  expect(model.series[2]?.values).toEqual([null, 3, 30, null]);
  expect(model.total).toBe(110);
});

test('a group without the measure has no series, and where others have data it is zero', () => {
  const data = [
    row('2026-05-05T01:00:00.000Z', 'a', 5),
    row('2026-05-05T02:00:00.000Z', 'b', 5, { denied: 2 }),
  ];
  const model = chartModel(view(data), { ...options, measure: 'refusals' });
  expect(model.series.map((s) => [s.id, s.values])).toEqual([['b', [null, 0, 2, null]]]);
});

test('each measure reads its own amounts', () => {
  const amounts = row('', '', 1, { tokens_in: 20, tokens_out: 3, cost_micros: 400, denied: 5 });
  expect(MEASURES.map((measure) => amountOf(amounts, measure))).toEqual([1, 23, 400, 5]);
});

test('the period before stands in the same places, all groups together', () => {
  const previous = {
    data: [row('2026-05-04T21:00:00.000Z', '', 5), row('2026-05-04T23:00:00.000Z', '', 2)],
    totals: row('', '', 7),
    from: '2026-05-04T20:00:00.000Z',
    to: '2026-05-05T00:00:00.000Z',
  };
  expect(chartModel({ ...view([]), previous }, options).previous).toEqual([null, 5, null, 2]);
  expect(chartModel(view([]), options).previous).toBeNull();
});
