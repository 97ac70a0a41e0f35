import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Renewable, Renewals } from './renewals';

class Work implements Renewable {
  renewedAt: number[] = [];
  expired = 0;
  answer: boolean | Promise<boolean> = true;
  constructor(readonly id: string) {}
  async renew() {
    this.renewedAt.push(performance.now());
    return this.answer;
  }
  expire() {
    this.expired++;
  }
}

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('each is renewed every 10 s from its own start, by one timer', async () => {
  const renewals = new Renewals<Work>();
  const [early, late] = [new Work('early'), new Work('late')];
  const start = performance.now();
  renewals.add(early);
  await pass(4_000);
  renewals.add(late);
  expect(vi.getTimerCount()).toBe(1);
  await pass(21_000);
  expect(early.renewedAt.map((ms) => ms - start)).toEqual([10_000, 20_000]);
  expect(late.renewedAt.map((ms) => ms - start)).toEqual([14_000, 24_000]);
});

test('what ends within 10 s is never renewed, and without work there is no timer', async () => {
  const renewals = new Renewals<Work>();
  const work = new Work('a');
  const entry = renewals.add(work);
  await pass(9_000);
  renewals.remove(entry);
  await pass(2_000);
  expect(work.renewedAt).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  renewals.add(work);
  await pass(10_000);
  expect(work.renewedAt).toHaveLength(1);
});

test('a renewal that fails is tried every second, and 20 s after the last good one the work ends', async () => {
  const renewals = new Renewals<Work>();
  const work = new Work('a');
  work.answer = false;
  const entry = renewals.add(work);
  await pass(20_000);
  expect(work.renewedAt).toHaveLength(11);
  expect([work.expired, renewals.isCurrent(entry)]).toEqual([0, true]);
  await pass(1);
  expect(renewals.isCurrent(entry)).toBe(false); // even before the timer's turn
  await pass(999);
  expect(work.expired).toBe(1);
});

test('a renewal that hangs is not asked twice, and counts from when it was asked', async () => {
  const renewals = new Renewals<Work>();
  const work = new Work('a');
  let answer: (renewed: boolean) => void = () => undefined;
  work.answer = new Promise((resolve) => {
    answer = resolve;
  });
  const entry = renewals.add(work);
  await pass(18_000);
  expect(work.renewedAt).toHaveLength(1);
  answer(true);
  await pass(11_900);
  expect(renewals.isCurrent(entry)).toBe(true);
  expect(work.renewedAt).toHaveLength(2);
});

test('what was removed is not current, and all others stay, in whatever order they end', () => {
  const renewals = new Renewals<Work>();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => renewals.add(new Work(id)));
  const ids = () => renewals.values().map(({ id }) => id);
  expect(ids()).toEqual(['a', 'b', 'c']);
  for (const [entry, left] of [
    [a, ['c', 'b']],
    [a, ['c', 'b']],
    [b, ['c']],
    [c, []],
  ] as const) {
    if (!entry) throw new Error('it was not added');
    renewals.remove(entry);
    expect([renewals.isCurrent(entry), ids(), renewals.size]).toEqual([false, left, left.length]);
  }
});
