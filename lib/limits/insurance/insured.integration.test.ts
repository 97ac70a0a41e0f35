import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { newId } from '../../ids';
import type { Limit } from '../../plans/limit';
import { type PromptStore, prompt } from '../../redis/prompt';
import { openTcpStore } from '../../redis/tcp';
import { type Cut, openCut } from '../../testing/cut';
import { callerWith, ledgerWith } from '../../testing/engine';
import { figure, scaled } from '../../testing/proof';
import { ledgerAnswers } from '../../usage/ledger-answers';
import { ordersOf, ordersTaken, takeOrders, writeOrders } from '../../usage/order-book';
import type { Decision } from '../decision';
import { createEngine } from '../engine';
import { createOrders, type Orders } from '../orders';
import { announceInstance, type Instances } from './instances';
import { type Insured, insure } from './insured';

const CAPACITY = 20;
const WINDOW_MS = 1000;
const limit: Limit = {
  metric: 'requests',
  resource: '',
  scope: 'key',
  window: { kind: 'rolling', windowMs: WINDOW_MS },
  capacity: CAPACITY,
  ceiling: null,
  whenDown: 'local',
  setBy: 'plan',
};

interface Instance {
  engine: Insured;
  store: PromptStore;
  orders: Orders;
  self: Instances;
}

let line: Cut;
let instances: Instance[];

/** What one process has of its own: connection, breaker, memory, orders. */
function openInstance(): Instance {
  const store = prompt(openTcpStore(line.url));
  const inner = createEngine({ store, ledger: ledgerWith(store, []) });
  const self = announceInstance(store);
  const book = { write: writeOrders, take: takeOrders, taken: ordersTaken, of: ordersOf };
  const orders = createOrders({ engine: inner, book, onError: () => {} });
  const engine = insure({
    engine: inner,
    store,
    instances: self.count,
    takesOrders: ledgerAnswers,
    order: (order) => orders.order(order),
  });
  return { engine, store, orders, self };
}

beforeAll(async () => {
  line = await openCut(inject('servers').redisUrl);
  instances = [openInstance(), openInstance()];
  for (const { self } of instances) await self.announce();
  for (const { self } of instances) await self.announce();
});
afterAll(async () => {
  for (const { self, store } of instances) {
    await self.stop();
    await store.close();
  }
  await line.close();
});

/** The most decisions within any window, by the instants at which they count. */
function mostInAWindow(decisions: Decision[]): number {
  const times = decisions.map(({ atMs }) => atMs).sort((a, b) => a - b);
  let [most, from] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    while ((times[from] ?? 0) <= (times[i] ?? 0) - WINDOW_MS) from++;
    most = Math.max(most, i - from + 1);
  }
  return most;
}

it('outages that come and go admit at most one capacity more in any window, on all instances together', async () => {
  const { caller, facts } = await callerWith([limit]);
  const claim = { resource: 'chat', amounts: { requests: { base: 1 } } };
  const admitted: Decision[] = [];
  const refused: Decision[] = [];
  const endsMs = performance.now() + scaled(8000, 60_000);
  const load = async ({ engine }: Instance) => {
    while (performance.now() < endsMs) {
      const id = newId();
      const answer = await engine.decide({ caller, claim, id, facts }).catch(() => null);
      if (answer && 'admitted' in answer) {
        (answer.admitted ? admitted : refused).push(answer);
        // What was admitted without the store has no other way into it than an order.
        if (answer.admitted) {
          const held = { id, caller, claim, granted: null, admittedAtMs: answer.atMs, facts };
          await engine
            .settle(answer.reservation, {}, facts)
            .catch(() => undefined)
            .then((settled) => {
              if (settled?.state === 'settled') return;
              return instances[0]?.orders.order({ ...held, actual: {}, ended: facts });
            });
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const troubles = [() => line.cut(), () => line.hang(), () => line.delay(2000)];
  const weather = async () => {
    for (let i = 0; performance.now() < endsMs; i++) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      troubles[i % troubles.length]?.();
      await new Promise((resolve) => setTimeout(resolve, 900));
      line.restore();
    }
  };
  const replays = setInterval(() => instances[0]?.orders.replay().catch(() => {}), 200);
  await Promise.all([weather(), ...instances.flatMap((one) => [load(one), load(one)])]);
  clearInterval(replays);
  const bySource = (source: string) => admitted.filter((decision) => decision.source === source);
  const most = {
    all: mostInAWindow(admitted),
    redis: mostInAWindow(bySource('redis')),
    local: mostInAWindow(bySource('local')),
  };
  figure(
    `a rate of ${CAPACITY} on 2 instances, a store that comes and goes: ${bySource('redis').length} admitted by it, ${bySource('local').length} without; most in a window ${most.redis} by it, ${most.local} without, ${most.all} in all`,
  );
  expect(bySource('redis').length).toBeGreaterThan(0);
  expect(bySource('local').length).toBeGreaterThan(0);
  expect(most.redis).toBeLessThanOrEqual(CAPACITY);
  expect(most.local).toBeLessThanOrEqual(CAPACITY);
  expect(refused.length).toBeGreaterThan(0);
}, 120_000);
