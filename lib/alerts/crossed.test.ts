import { describe, expect, it } from 'vitest';
import type { LimitView } from '../plans/schema';
import { crossed } from './crossed';

const AT = Date.parse('2026-03-11T12:00:00Z');
const limit = (view: Partial<LimitView>): LimitView => ({
  id: 'workspace:requests/*/month UTC 1',
  metric: 'requests',
  resource: null,
  scope: 'workspace',
  window: 'month UTC 1',
  limit: 100,
  used: 0,
  reserved: 0,
  remaining: 100,
  reset_at: null,
  set_by: 'plan',
  ...view,
});
const percents = (view: Partial<LimitView>, thresholds = [29, 50, 75, 90, 100]) =>
  crossed(limit(view), { thresholds, projected: false }, AT).map(({ threshold }) => threshold);
const projected = (view: Partial<LimitView>, atMs = AT, pace: number | null = null) =>
  crossed(limit(view), { thresholds: [], projected: true }, atMs, pace);

describe('thresholds', () => {
  it('are crossed at their very number and not before', () => {
    expect(percents({ used: 28 })).toEqual([]);
    expect(percents({ used: 29 })).toEqual([29]);
    expect(percents({ used: 89 })).toEqual([29, 50, 75]);
    expect(percents({ used: 100 })).toEqual([29, 50, 75, 90, 100]);
    expect(percents({ used: 140 })).toEqual([29, 50, 75, 90, 100]);
  });

  it('are exact for the largest counters', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(percents({ limit: most, used: most - 1 }, [100])).toEqual([]);
    expect(percents({ limit: most, used: most }, [100])).toEqual([100]);
  });

  it('are none of an unlimited counter, nor of what is not in the plan', () => {
    expect(percents({ limit: null, used: 1000 })).toEqual([]);
    expect(percents({ limit: 0, used: 0 })).toEqual([]);
  });

  it('leave out what is only reserved, but for what is held at once', () => {
    expect(percents({ used: 10, reserved: 90 })).toEqual([]);
    expect(percents({ window: 'concurrent', used: 0, reserved: 90 }, [90])).toEqual([90]);
  });

  it('belong to the period of their limit', () => {
    const starts = (window: string) =>
      crossed(limit({ window, used: 100 }), { thresholds: [100], projected: false }, AT).map(
        ({ periodStartMs }) => new Date(periodStartMs).toISOString(),
      );
    expect(starts('month UTC 1')).toEqual(['2026-03-01T00:00:00.000Z']);
    expect(starts('day Asia/Kolkata')).toEqual(['2026-03-10T18:30:00.000Z']);
    expect(starts('rolling 60000')).toEqual(['2026-03-11T12:00:00.000Z']);
    expect(starts('lifetime')).toEqual(['1970-01-01T00:00:00.000Z']);
  });
});

describe('projected exhaustion', () => {
  it('is told when the pace so far ends before the period does, with the instant', () => {
    // 10.5 of 31 days have passed: 40 in that time make 118 in the month.
    expect(projected({ used: 40 })).toEqual([
      {
        threshold: 0,
        periodStartMs: Date.parse('2026-03-01'),
        projectedMs: Date.parse('2026-03-27T06:00:00Z'),
      },
    ]);
    expect(projected({ used: 33 })).toEqual([]);
  });

  it('says nothing at the very beginning, nor once all is used, nor of windows that roll', () => {
    expect(projected({ used: 90 }, Date.parse('2026-03-01T20:00:00Z'))).toEqual([]);
    expect(projected({ used: 100 })).toEqual([]);
    expect(projected({ window: 'rolling 86400000', used: 90 })).toEqual([]);
    expect(projected({ used: 0 })).toEqual([]);
  });

  it('takes what never resets at the pace of its last days, a week ahead', () => {
    const perDay = (amount: number) => amount / 86_400_000;
    expect(projected({ window: 'lifetime', used: 40 }, AT, perDay(10))).toMatchObject([
      { projectedMs: AT + 6 * 86_400_000 },
    ]);
    expect(projected({ window: 'lifetime', used: 20 }, AT, perDay(10))).toEqual([]);
    expect(projected({ window: 'lifetime', used: 40 })).toEqual([]);
  });
});
