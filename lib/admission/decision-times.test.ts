import { expect, it } from 'vitest';
import { addCounts, DECISION_BOUNDS_MS, DecisionTimes, decisionPercentile } from './decision-times';

it('a percentile lies in the bucket of the decision it names', () => {
  const times = new DecisionTimes();
  for (let i = 0; i < 99; i++) times.note(1, 0);
  times.note(100, 0);
  const counts = times.recent(0);
  const within = (share: number, ms: number) => {
    const found = decisionPercentile(counts, share) ?? 0;
    const end = DECISION_BOUNDS_MS.find((bound) => bound > ms) ?? 0;
    return found < end && found >= end / 2 ** 0.25;
  };
  expect([within(0.5, 1), within(0.99, 1), within(1, 100)]).toEqual([true, true, true]);
  expect([times.count, times.sumMs]).toEqual([100, 199]);
});

it('what is older than five minutes is forgotten, half-minute by half-minute', () => {
  const times = new DecisionTimes();
  times.note(1, 0);
  times.note(1, 290_000);
  const total = (nowMs: number) => times.recent(nowMs).reduce((sum, count) => sum + count, 0);
  expect([total(299_999), total(300_000), total(569_999), total(570_000)]).toEqual([2, 1, 1, 0]);
});

it('no decision has no percentile, and the fastest and the slowest have a bucket', () => {
  expect(decisionPercentile([], 0.5)).toBe(null);
  const times = new DecisionTimes();
  times.note(0, 0);
  times.note(1e9, 0);
  expect(times.recent(0)).toHaveLength(DECISION_BOUNDS_MS.length + 1);
  expect(decisionPercentile(times.recent(0), 1)).toBe(DECISION_BOUNDS_MS.at(-1));
});

it('processes are added bucket by bucket', () => {
  expect(addCounts([[1, 2], [0, 1, 5], []])).toEqual([1, 3, 5]);
  expect(addCounts([])).toEqual([]);
});
