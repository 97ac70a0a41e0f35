import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { newId } from '../ids';
import { updateKey } from '../keys/update-key';
import type { Denied } from '../limits/decision';
import { createEngine } from '../limits/engine';
import { type Limit, type Metric, parseWindow } from '../plans/limit';
import { store } from '../redis/store';
import { type Cut, cutStore } from '../testing/cut';
import { callerWith, ledgerWith } from '../testing/engine';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { figure, scaled } from '../testing/proof';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { flushDenials } from '../usage/denials';
import { decideFromMemory } from './known-out';

let line: Cut;
let upstream: DemoUpstream;
let owner: TestUser;
let keyId: string;
let key: string;

beforeAll(async () => {
  line = await cutStore();
  upstream = await gatewayForTests();
  owner = await makeUser();
});
afterAll(async () => {
  await upstream.close();
  await line.close();
});
beforeEach(async () => {
  ({ id: keyId, key } = await makeKey(await makeWorkspace(owner), owner.id, { rpm: 1 }));
});

async function chat(headers: Record<string, string> = {}) {
  const response = await POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] }),
    }),
  );
  const told = Object.fromEntries(response.headers);
  return { status: response.status, source: told['x-headroom-source'], told, body: await response.json() };
}

const VARIES = ['x-request-id', 'x-headroom-source', 'retry-after-ms', 'retry-after'];
const rest = (told: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(told).filter(([name]) => !VARIES.includes(name) && !/reset|^ratelimit/.test(name)),
  );

it('who is out is refused from memory, with the words and headers of the store’s refusal, also while that is gone', async () => {
  expect(await chat()).toMatchObject({ status: 200, source: 'redis' });
  const first = await chat();
  expect(first).toMatchObject({ status: 429, source: 'redis' });
  line.cut();
  const second = await chat();
  line.restore();
  expect(second).toMatchObject({
    status: 429,
    source: 'memory',
    body: { error: { code: first.body.error.code } },
  });
  expect(rest(second.told)).toEqual(rest(first.told));
  const waits = [first, second].map(({ told }) => Number(told['retry-after-ms']));
  expect(waits[1]).toBeLessThanOrEqual(waits[0] ?? 0);
  expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) - 1000);
});

it('refusals from memory are counted and leave receipts like any other', async () => {
  await expect.poll(() => chat().then(({ status }) => status)).toBe(200);
  const refused = [await chat(), await chat(), await chat()];
  expect(refused.map(({ source }) => source)).toEqual(['redis', 'memory', 'memory']);
  await flushDenials();
  const { _sum } = await db().denialMinute.aggregate({ where: { keyId }, _sum: { denied: true } });
  expect(_sum.denied).toBe(3n);
  const receipts = await db().denialReceipt.findMany({ where: { keyId } });
  expect(receipts.map(({ id }) => id).sort()).toEqual(refused.map(({ told }) => told['x-request-id']).sort());
  // Nothing changed meanwhile, so they tell the same of the limit, what was needed and when it clears.
  const [first, ...others] = receipts.map(({ details, limits }) => ({ details, limits }));
  expect(first?.details).toMatchObject({ needed: 1, remaining: 0, clears_at: expect.any(String) });
  expect(others).toEqual([first, first]);
});

it('an upgrade that this instance answered is in force on the next request', async () => {
  await expect.poll(() => chat().then(({ status }) => status)).toBe(200);
  expect((await chat()).source).toBe('redis');
  expect((await chat()).source).toBe('memory');
  await updateKey(owner.actor, keyId, { rpm: 3 });
  expect(await chat()).toMatchObject({ status: 200, source: 'redis' });
});

it('whoever sends an Idempotency-Key gets the kept answer, not a refusal from memory', async () => {
  const sent = { 'idempotency-key': newId() };
  const first = await chat(sent);
  expect(first.status).toBe(200);
  expect((await chat()).source).toBe('redis');
  expect((await chat()).source).toBe('memory');
  expect(await chat(sent)).toMatchObject({ status: 200, body: first.body });
  expect(await chat({ 'idempotency-key': newId() })).toMatchObject({ status: 429, source: 'redis' });
});

it('memory says what the store would say, and never a shorter wait', { timeout: 60_000 }, async () => {
  const limit = (metric: Metric, window: string, capacity: number): Limit => ({
    metric,
    resource: '',
    scope: 'key',
    window: parseWindow(window),
    capacity,
    ceiling: null,
    whenDown: 'closed',
    setBy: 'plan',
  });
  const engine = createEngine({ store: store(), ledger: ledgerWith(store(), []) });
  let [checked, wrong] = [0, 0];
  for (let round = 0; round < scaled(20, 500); round++) {
    const { caller, facts } = await callerWith([
      limit('requests', 'rolling 1000', 4 + (round % 5)),
      limit('tokens', 'rolling 2000', 300),
      limit('cost', 'day UTC', 2000),
      limit('requests', 'concurrent', 6),
    ]);
    for (let i = 0; i < 40; i++) {
      const amount = 5 + ((i * 37 + round * 11) % 60);
      const claim = {
        resource: 'chat',
        amounts: { requests: { base: 1 }, tokens: { base: amount }, cost: { base: amount * 3 } },
      };
      const decide = (id: string) => engine.decide({ caller, claim, id, facts });
      const answer = await decideFromMemory({ caller, claim, id: newId(), facts }, () => decide(newId()));
      if (!('admitted' in answer)) throw new Error('no decision');
      if (answer.admitted) {
        const { reservation } = answer as Extract<
          Awaited<ReturnType<typeof decide>>,
          { reservation: object }
        >;
        if (i % 3 > 0) await engine.settle(reservation, { tokens: amount, cost: amount }, facts);
        continue;
      }
      if (answer.source !== 'memory') continue;
      checked++;
      const truth = (await decide(newId())) as Denied;
      const same = !truth.admitted && truth.code === answer.code && truth.by.id === answer.by.id;
      if (!same || (truth.retryAfterMs ?? 0) > (answer.retryAfterMs ?? 0)) wrong++;
    }
  }
  figure(`refusals from memory: ${checked} compared with the store's own, wrong ${wrong}`);
  expect(wrong).toBe(0);
  expect(checked).toBeGreaterThan(100);
});
