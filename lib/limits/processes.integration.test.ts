import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Limit } from '../plans/limit';
import { store } from '../redis/store';
import { callerWith, ledgerWith } from '../testing/engine';
import { openPool, type Pool } from '../testing/processes/pool';
import { figure, scaled } from '../testing/proof';
import type { Claim } from './decision';
import { createEngine } from './engine';

const PROCESSES = 16;
const ROUNDS = scaled(2, 20);
const CAPACITY = scaled(500, 10_000);
const TRIES = scaled(8000, 200_000);
const SIDE_BY_SIDE = 16;
/** REST is the slower way: it gets a share with which both take as long. */
const SHARE = { tcp: 0.75, rest: 0.25 };

let pool: Pool;
beforeAll(async () => {
  pool = await openPool(PROCESSES, inject('servers'));
});
afterAll(() => pool?.stop());

/** Windows that no round outlives: what is admitted in it must be the capacity, neither more nor less. */
const WINDOWS: Limit['window'][] = [
  { kind: 'lifetime' },
  { kind: 'rolling', windowMs: 24 * 3_600_000 },
  { kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 1 },
];
const rule = (window: Limit['window'], capacity: number | null): Limit => ({
  metric: 'requests',
  resource: '',
  scope: 'key',
  window,
  capacity,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'plan',
});
const claim: Claim = { resource: 'chat', amounts: { requests: { base: 1 } } };

it(
  '16 processes over both drivers admit a key exactly its limit, every round',
  async () => {
    const engine = createEngine({ store: store(), ledger: ledgerWith(store(), []) });
    const started = performance.now();
    const off: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const limits = WINDOWS.map((window, i) => rule(window, i === round % WINDOWS.length ? CAPACITY : null));
      const who = await callerWith(limits);
      const tried = await pool.each((driver) => {
        const tries = (TRIES * SHARE[driver]) / (PROCESSES / 2);
        return { who, claim, tries, sideBySide: SIDE_BY_SIDE };
      });
      const admitted = tried.reduce((sum, t) => sum + t.admitted, 0);
      const denied = tried.reduce((sum, t) => sum + t.denied, 0);
      expect(admitted + denied).toBe(TRIES);
      off.push(admitted - CAPACITY);
      const seen = await engine.look(who.caller);
      expect('limits' in seen && seen.limits.map((l) => l.used)).toEqual(WINDOWS.map(() => CAPACITY));
    }
    const perSecond = Math.round((ROUNDS * TRIES) / ((performance.now() - started) / 1000));
    figure(
      `16 processes: ${ROUNDS} rounds of ${TRIES} tries at ${CAPACITY}, admitted − limit = ${Math.max(...off.map(Math.abs))} in every round (${perSecond} decisions/s)`,
    );
    expect(off).toEqual(Array.from({ length: ROUNDS }, () => 0));
  },
  scaled(120_000, 3_600_000),
);
