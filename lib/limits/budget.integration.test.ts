import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, inject, it } from 'vitest';
import { newId } from '../ids';
import { openRestStore } from '../redis/rest';
import { openTcpStore } from '../redis/tcp';
import { callerWith, decided, ledgerWith } from '../testing/engine';
import { limit } from '../testing/limit';
import { figure, scaled } from '../testing/proof';
import type { Claim, Denied } from './decision';
import { createEngine } from './engine';

const { redisUrl, restUrl, restToken } = inject('servers');
const stores = [openTcpStore(redisUrl), openRestStore(restUrl, restToken)] as const;
const [tcp, rest] = stores.map((store) => createEngine({ store, ledger: ledgerWith(store, []) })) as [
  ReturnType<typeof createEngine>,
  ReturnType<typeof createEngine>,
];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const ROUNDS = scaled(2, 20);
const CALLERS = 1000;
/** A call costs 100; what it may cost, 130, is held while it runs; below 31 it cannot run at all. */
const [INPUT, USUAL, MOST] = [30, 70, 100];
const COST = INPUT + USUAL;
const LEAST = INPUT + 1;
const BUDGET = 37 * COST;
const claim: Claim = {
  resource: 'chat',
  amounts: { cost: { base: INPUT, per: 1 } },
  units: { minimum: 1, wish: MOST },
};

it(
  '1,000 callers at once on a budget that pays 37: never overshot, all of it used, holds alone are told 429',
  async () => {
    const tally = { admitted: 0, reserved: 0, exceeded: 0, wrong: 0, overshot: 0, left: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const { caller, facts } = await callerWith([
        limit({ metric: 'cost', window: { kind: 'lifetime' }, capacity: BUDGET, scope: 'workspace' }),
      ]);
      const check = (used: number, reserved: number) => {
        tally.overshot = Math.max(tally.overshot, used + reserved - BUDGET);
      };
      /** What is spent never comes back; what is held does, and only that may be told as such. */
      const refused = ({ by, code, retryAfterMs }: Denied) => {
        const spent = by.used + LEAST > BUDGET;
        if (code !== (spent ? 'budget_exceeded' : 'budget_reserved')) tally.wrong++;
        if (retryAfterMs !== (spent ? null : 1000)) tally.wrong++;
        tally[spent ? 'exceeded' : 'reserved']++;
        return spent;
      };
      const call = async (index: number) => {
        const engine = index % 2 ? rest : tcp;
        for (;;) {
          const decision = decided(await engine.decide({ caller, claim, id: newId(), facts }));
          const [budget] = decision.limits;
          check(budget?.used ?? 0, budget?.reserved ?? 0);
          if (decision.admitted) {
            tally.admitted++;
            await wait(index % 7);
            const cost = INPUT + Math.min(decision.granted ?? 0, USUAL);
            await engine.settle(decision.reservation, { cost }, facts);
            return;
          }
          if (refused(decision)) return;
          await wait(20 + (index % 50));
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, (_, index) => call(index)));
      const after = await tcp.look(caller);
      if (!('limits' in after)) throw new Error('no look');
      const [budget] = after.limits;
      check(budget?.used ?? 0, budget?.reserved ?? 0);
      expect(budget?.reserved).toBe(0);
      tally.left = Math.max(tally.left, BUDGET - (budget?.used ?? 0));
    }
    figure(
      `budget in the engine: ${ROUNDS} rounds of ${CALLERS} callers over both drivers, ${tally.admitted} admitted, ${tally.reserved} told budget_reserved, ${tally.exceeded} budget_exceeded, wrongly told ${tally.wrong}, overshoot ${Math.max(0, tally.overshot)}, left at most ${tally.left} (a call costs ${COST})`,
    );
    expect(tally.wrong).toBe(0);
    expect(tally.overshot).toBeLessThanOrEqual(0);
    expect(tally.left).toBeLessThan(LEAST);
  },
  scaled(60_000, 1_200_000),
);
