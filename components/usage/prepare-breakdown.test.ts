import { describe, expect, it } from 'vitest';
import type { UsageRow, UsageView } from '@/lib/usage/schema';
import { pickGroup, prepareBreakdown } from './prepare-breakdown';

const row = (start: string, group: string, requests: number, denied = 0): UsageRow => ({
  start,
  group,
  requests,
  tokens_in: requests * 10,
  tokens_out: requests,
  cost_micros: requests * 3,
  denied,
});
const view: UsageView = {
  data: [
    row('2026-11-22T10:00:00Z', 'a', 1),
    row('2026-11-22T11:00:00Z', 'b', 6, 2),
    row('2026-11-22T11:00:00Z', 'a', 3),
  ],
  totals: { requests: 10, tokens_in: 100, tokens_out: 10, cost_micros: 30, denied: 2 },
  groups: { a: 'Checkout', b: 'Search' },
  filters: {},
  from: '2026-11-22T10:00:00Z',
  to: '2026-11-22T12:00:00Z',
};

describe('the breakdown', () => {
  it('adds up every group, the largest of the measure first, with its share', () => {
    expect(prepareBreakdown(view, 'requests').map((r) => [r.name, r.requests, r.tokens_in, r.share])).toEqual(
      [
        ['Search', 6, 60, 0.6],
        ['Checkout', 4, 40, 0.4],
      ],
    );
    expect(prepareBreakdown(view, 'refusals').map((r) => [r.name, r.denied, r.share])).toEqual([
      ['Search', 2, 1],
      ['Checkout', 0, 0],
    ]);
  });

  it('has no shares of nothing', () => {
    const nothing = { ...view, totals: { ...view.totals, denied: 0 } };
    expect(prepareBreakdown(nothing, 'refusals').map((r) => r.share)).toEqual([0, 0]);
  });
});

describe('one group picked', () => {
  it('keeps its rows and its totals only', () => {
    const picked = pickGroup(view, 'a');
    expect(picked.data.map((r) => r.requests)).toEqual([1, 3]);
    expect(picked.totals).toEqual({ requests: 4, tokens_in: 40, tokens_out: 4, cost_micros: 12, denied: 0 });
  });

  it('that used nothing is all zero', () => {
    expect(pickGroup(view, 'c').totals.requests).toBe(0);
  });
});
