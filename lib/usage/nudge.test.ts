import { expect, test, vi } from 'vitest';
import { nudge, nudges, pause } from './nudge';

const never = new AbortController().signal;

async function waitedMs(start: () => Promise<boolean>): Promise<[number, boolean]> {
  vi.useFakeTimers();
  try {
    const startedAt = performance.now();
    const waiting = start();
    const ended = waiting.then((nudged): [number, boolean] => [performance.now() - startedAt, nudged]);
    await vi.runAllTimersAsync();
    return await ended;
  } finally {
    vi.useRealTimers();
  }
}

test('without a nudge the whole pause passes', async () => {
  expect(await waitedMs(() => pause(1000, never, { leastMs: 100, seen: nudges() }))).toEqual([1000, false]);
});

test('a nudge shortens the pause to the least', async () => {
  const waited = await waitedMs(() => {
    const waiting = pause(15_000, never, { leastMs: 1000, seen: nudges() });
    setTimeout(nudge, 300);
    return waiting;
  });
  expect(waited).toEqual([1000, true]);
});

test('a nudge after the least ends the pause at once', async () => {
  const waited = await waitedMs(() => {
    const waiting = pause(15_000, never, { leastMs: 1000, seen: nudges() });
    setTimeout(nudge, 4000);
    return waiting;
  });
  expect(waited).toEqual([4000, true]);
});

test('a nudge given while the last batch was read is not lost', async () => {
  const seen = nudges();
  nudge();
  expect(await waitedMs(() => pause(15_000, never, { leastMs: 100, seen }))).toEqual([100, true]);
});

test('stopping ends the pause at once', async () => {
  const stopping = new AbortController();
  const waited = await waitedMs(() => {
    setTimeout(() => stopping.abort(), 10);
    return pause(15_000, stopping.signal);
  });
  expect(waited).toEqual([10, false]);
});
