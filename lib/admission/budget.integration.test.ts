import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { GET } from '../../app/api/v1/quota/route';
import type { DemoUpstream } from '../demo/upstream/server';
import type { LimitView } from '../plans/schema';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { waitForTheStore } from '../testing/patient';
import { figure, scaled } from '../testing/proof';
import { makeUser, makeWorkspace } from '../testing/tenants';

const ROUNDS = scaled(1, 10);
const CALLERS = 1000;
const PAYS = 37;

let upstream: DemoUpstream;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

const body = JSON.stringify({
  model: 'demo-tokens-200',
  messages: [{ role: 'user', content: 'Say something long about budgets.' }],
  max_tokens: 200,
});
const chat = (key: string) =>
  POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    }),
  );

/** null where the store was too busy to say. */
async function lookAt(key: string): Promise<LimitView | null> {
  const response = await GET(new Request('http://127.0.0.1/v1/quota', { headers: { 'x-api-key': key } }));
  if (response.status !== 200) return null;
  const { data } = (await response.json()) as { data: LimitView[] };
  return data.find((limit) => limit.metric === 'cost') ?? null;
}

async function budgetOf(key: string): Promise<LimitView> {
  for (let i = 0; i < 50; i++) {
    const budget = await lookAt(key);
    if (budget) return budget;
    await wait(100);
  }
  throw new Error('the store does not say what the budget is');
}

/** What one call costs, in micro-units: all calls are alike. */
async function priceOfOne(keyWith: (budgetMicros: number) => Promise<string>): Promise<number> {
  const key = await keyWith(1_000_000);
  expect((await chat(key)).status).toBe(200);
  return (await budgetOf(key)).used;
}

it(
  '1,000 calls at once on a budget that pays 37: never above it, all of it usable, holds alone are 429',
  async () => {
    const owner = await makeUser();
    const keyWith = async (budgetMicros: number) => {
      const workspace = await makeWorkspace(owner, 'headroom', 'enterprise');
      return (await makeKey(workspace, owner.id, { budgetMicros })).key;
    };
    const price = await priceOfOne(keyWith);
    const budget = PAYS * price;
    const tally = {
      admitted: 0,
      reserved: 0,
      exceeded: 0,
      unavailable: 0,
      late: 0,
      looks: 0,
      most: 0,
      left: 0,
    };
    for (let round = 0; round < ROUNDS; round++) {
      const key = await keyWith(budget);
      let spent = false;
      let over = false;
      const call = async (index: number) => {
        for (;;) {
          const sentAfterTheEnd = spent;
          const response = await chat(key);
          const text = await response.text();
          if (response.status === 200) {
            tally.admitted++;
            // Spent money never comes back: after the first 402 nobody may get in.
            if (sentAfterTheEnd) tally.late++;
            return;
          }
          const { error } = JSON.parse(text) as { error: { code: string } };
          if (response.status === 402) {
            expect(error.code).toBe('budget_exceeded');
            expect(response.headers.get('retry-after')).toBeNull();
            spent = true;
            tally.exceeded++;
            return;
          }
          if (response.status === 503) {
            // A thousand calls in one process: some wait for the store longer than they may. Never a 429.
            expect(error.code).toBe('quota_unavailable');
            tally.unavailable++;
          } else {
            expect([response.status, error.code]).toEqual([429, 'budget_reserved']);
            expect(response.headers.get('retry-after')).toBe('1');
            tally.reserved++;
          }
          await wait(100 + (index % 400));
        }
      };
      const watch = async () => {
        while (!over) {
          const seen = await lookAt(key);
          if (seen) {
            tally.most = Math.max(tally.most, seen.used + seen.reserved);
            tally.looks++;
          }
          await wait(120);
        }
      };
      const watching = watch();
      await Promise.all(Array.from({ length: CALLERS }, (_, index) => call(index)));
      over = true;
      await watching;
      const { used, reserved } = await budgetOf(key);
      expect(reserved).toBe(0);
      tally.left = Math.max(tally.left, budget - used);
    }
    figure(
      `budget over the route: ${ROUNDS} rounds of ${CALLERS} calls on ${budget} micro-units (${PAYS} calls), ${tally.admitted} admitted, ${tally.reserved} told 429 budget_reserved, ${tally.exceeded} told 402, ${tally.unavailable} told 503 and tried again, most used + held ${tally.most} in ${tally.looks} looks, left at most ${tally.left} (a call costs ${price})`,
    );
    expect(tally.most).toBeLessThanOrEqual(budget);
    expect(tally.left).toBeGreaterThanOrEqual(0);
    expect(tally.left).toBeLessThanOrEqual(price);
    expect(tally.late).toBe(0);
  },
  scaled(90_000, 900_000),
);
