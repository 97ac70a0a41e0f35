import { describe, expect, it } from 'vitest';
import { type Limit, METRICS, type Metric, parseWindow } from '../plans/limit';
import { compare, spanOf } from './compare';
import type { Hold } from './holds';

const NOW = 1_000_000_000;
const limitOf = (metric: Metric, window: string): Limit => ({
  metric,
  resource: '',
  scope: 'key',
  window: parseWindow(window),
  capacity: 100,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'plan',
});

/** An open reservation that holds `amount`, charged in pieces so long ago. */
function hold(metric: Metric, amount: number, ...agoMs: number[]): Hold {
  const amounts = (of: number) =>
    Object.fromEntries(METRICS.map((m) => [m, m === metric ? of : 0])) as Record<Metric, number>;
  const pieces = agoMs.map((ago) => ({ atMs: NOW - ago, amounts: amounts(amount / agoMs.length) }));
  const facts = { resource: 'chat' } as Hold['facts'];
  return {
    id: 'r',
    state: 'open',
    admittedAtMs: pieces[0]?.atMs ?? NOW,
    pieces,
    held: amounts(amount),
    granted: 0,
    session: false,
    leaseOnly: false,
    leaseEndsAtMs: NOW,
    progress: amounts(0),
    facts,
  };
}

const exactly = (used: number) => ({ least: used, most: used });

describe('a period', () => {
  const tokens = limitOf('tokens', 'day UTC');
  const counter = { kind: 'calendar', startMs: NOW - 5_000, endMs: NOW + 5_000 } as const;

  it('is right where used is what is settled and held is what is open', () => {
    const stored = { ...counter, used: 30, held: 12 };
    expect(compare(tokens, stored, exactly(30), [hold('tokens', 12, 100)], NOW)).toMatchObject({
      isRight: true,
      drift: 0,
    });
    expect(
      compare(tokens, { ...stored, used: 33 }, exactly(30), [hold('tokens', 12, 100)], NOW),
    ).toMatchObject({
      isRight: false,
      drift: 3,
    });
  });

  it('is wrong where used and held are swapped, though their sum is right', () => {
    const stored = { ...counter, used: 42, held: 0 };
    const found = compare(tokens, stored, exactly(30), [hold('tokens', 12, 100)], NOW);
    expect([found.isRight, found.drift]).toEqual([false, 0]);
  });

  it('counts only what was admitted in it; requests are used from their admission on', () => {
    const requests = limitOf('requests', 'day UTC');
    const holds = [hold('requests', 1, 100), hold('requests', 1, 6_000)];
    expect(compare(requests, { ...counter, used: 3, held: 0 }, exactly(2), holds, NOW).isRight).toBe(true);
    expect(spanOf(requests, { ...counter, used: 0, held: 0 }, NOW)).toEqual({
      kind: 'period',
      fromMs: NOW - 5_000,
      toMs: NOW + 5_000,
    });
  });
});

describe('a rolling window', () => {
  const tokens = limitOf('tokens', 'rolling 60000');
  const slot = (amount: number, agoMs: number, held = 0) => ({ amount, last: NOW - agoMs, held });
  const stored = (...slots: ReturnType<typeof slot>[]) =>
    ({ kind: 'rolling', windowMs: 60_000, slots }) as const;

  it('may stand anywhere between what must count and what may', () => {
    const settled = { least: 10, most: 14 };
    const driftOf = (amount: number) => compare(tokens, stored(slot(amount, 500)), settled, [], NOW).drift;
    expect([9, 10, 12, 14, 15].map(driftOf)).toEqual([-1, 0, 0, 0, 1]);
  });

  it('leaves out slots whose time is over, to the millisecond', () => {
    const both = stored(slot(7, 60_000), slot(5, 59_999));
    expect(compare(tokens, both, exactly(5), [], NOW)).toMatchObject({ isRight: true, counted: { used: 5 } });
  });

  it('counts each piece of a stream at its own instant', () => {
    const grown = hold('tokens', 20, 90_000, 1_000);
    expect(compare(tokens, stored(slot(10, 1_000, 10)), exactly(0), [grown], NOW)).toMatchObject({
      isRight: true,
      expected: { used: 0, reserved: 10 },
    });
  });
});

it('what runs at once is how many reservations are open, and a lifetime is all there was', () => {
  const leases = limitOf('requests', 'concurrent');
  const open = [hold('requests', 1, 10), hold('requests', 1, 20)];
  expect(compare(leases, { kind: 'concurrent', open: 2 }, exactly(0), open, NOW).isRight).toBe(true);
  expect(compare(leases, { kind: 'concurrent', open: 3 }, exactly(0), open, NOW).drift).toBe(1);
  const level = { kind: 'level', used: 0, held: 0 } as const;
  expect(spanOf(limitOf('cost', 'lifetime'), level, NOW)).toEqual({
    kind: 'period',
    fromMs: 0,
    toMs: NOW + 1,
  });
  expect(spanOf(limitOf('bytes', 'standing'), level, NOW)).toEqual({ kind: 'level' });
});
