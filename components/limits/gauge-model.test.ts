import { describe, expect, test } from 'vitest';
import { gaugeOf } from './gauge-model';

const counted = (used: number, limit: number | null, reserved = 0, metric = 'requests') => ({
  metric,
  limit,
  used,
  reserved,
  remaining: limit === null ? null : Math.max(0, limit - used - reserved),
});

describe('the state of a gauge', () => {
  test.each([
    [0, 'ok', null],
    [749, 'ok', null],
    [750, 'near', 'Running low'],
    [899, 'near', 'Running low'],
    [900, 'out', 'Almost out'],
    [999, 'out', 'Almost out'],
    [1000, 'out', 'Used up'],
  ])('%d of 1,000 used is %s', (used, state, flag) => {
    expect(gaugeOf(counted(used, 1000), 'USD')).toMatchObject({ state, flag });
  });

  test('what is reserved counts towards it', () => {
    expect(gaugeOf(counted(500, 1000, 400), 'USD')).toMatchObject({ state: 'out', used: 0.5, reserved: 0.4 });
  });
});

test('the bar is never longer than its track, not even over the limit after a downgrade', () => {
  const model = gaugeOf({ ...counted(2000, 1000), reserved: 50 }, 'USD');
  expect(model.used + model.reserved).toBe(1);
  expect(model.words).toBe('0 of 1,000 left');
});

test('what is left is said in the unit of the metric', () => {
  expect(gaugeOf(counted(8760, 10_000), 'USD').words).toBe('1,240 of 10,000 left');
  expect(gaugeOf(counted(2_500_000, 10_000_000, 0, 'cost'), 'INR').words).toBe('₹7.50 of ₹10.00 left');
  expect(gaugeOf(counted(0, 2 ** 30, 0, 'bytes'), 'USD').words).toBe('1\u2009GB of 1\u2009GB left');
});

test('large limits are short in words and exact in the hint', () => {
  const model = gaugeOf(counted(1_234_567, 20_000_000, 1000), 'USD');
  expect(model.words).toBe('18.7\u2009M of 20\u2009M left');
  expect(model.exact).toBe('1,234,567 used, 1,000 reserved, 18,764,433 of 20,000,000 left');
});

test('unlimited still says what was used, and 0 says that the plan leaves it out', () => {
  expect(gaugeOf(counted(1200, null), 'USD')).toMatchObject({
    state: 'unlimited',
    words: '1,200 used, unlimited',
  });
  expect(gaugeOf(counted(0, 0), 'USD')).toMatchObject({ state: 'not_in_plan', words: 'Not in your plan' });
});
