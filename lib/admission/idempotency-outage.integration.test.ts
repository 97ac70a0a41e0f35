import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { store } from '../redis/store';
import { type Cut, cutStore } from '../testing/cut';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { askedOf } from '../testing/repetitions';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';
import { orders } from './orders';

/** Idempotency-Key while the store is away: once at most, and no key is taken for good. */

let line: Cut;
let upstream: DemoUpstream;
let consumer: Consumer;

beforeAll(async () => {
  line = await cutStore();
  upstream = await gatewayForTests();
  consumer = startConsumer();
});
afterEach(() => line.restore());
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
  await store().close();
  await line.close();
});

/** A key whose limits go on from memory while the store is away, and how to call with it. */
async function newKey() {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, 'aicredits', 'standard');
  const { id, key } = await makeKey(workspace, owner.id, { rpm: 1_000 });
  const send = (once: string | null, model = 'openai/gpt-4o-mini') =>
    POST(
      new Request('http://127.0.0.1/v1/chat/completions', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          ...(once !== null && { 'idempotency-key': once }),
        },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 }),
      }),
    );
  await decidedByRedis(send);
  return { id, send };
}
const told = async (response: Response) => {
  const { error } = (await response.json()) as { error?: { code: string } };
  return [response.status, error?.code ?? 'ok', response.headers.get('x-headroom-source')];
};

async function decidedByRedis(send: (once: null) => Promise<Response>) {
  const decided = async () => expect((await told(await send(null)))[2]).toBe('redis');
  await vi.waitFor(decided, { timeout: 10_000, interval: 20 });
}

/** Until the store decides again, and every order is in it. */
async function backInRedis(send: (once: null) => Promise<Response>) {
  line.restore();
  await decidedByRedis(send);
  const replayed = async () => expect(await orders().replay()).toBe(0);
  await vi.waitFor(replayed, { timeout: 10_000, interval: 100 });
}
const replayed = (response: Response) => response.headers.get('idempotent-replayed');

it('is not done from memory, where nobody can say whether it was done before', async () => {
  const { send } = await newKey();
  line.cut();
  expect(await told(await send('a'))).toEqual([503, 'quota_unavailable', 'closed']);
  expect(await told(await send(null))).toEqual([200, 'ok', 'local']);
});

it('that ended while the store was away is answered again once it is back', async () => {
  const { id, send } = await newKey();
  const running = send('a', 'demo-slow');
  const begun = async () =>
    expect((await askedOf(upstream)).some(({ model }) => model === 'demo-slow')).toBe(true);
  await vi.waitFor(begun, { timeout: 5_000 });
  line.cut();
  const first = await running;
  expect(first.status).toBe(200);
  await backInRedis(send);
  const again = await send('a', 'demo-slow');
  expect([again.status, replayed(again)]).toEqual([200, 'true']);
  expect(await again.text()).toBe(await first.text());
  const rows = await ledger(id);
  expect(rows.filter(({ model }) => model === 'demo-slow')).toEqual([
    { model: 'demo-slow', outcome: 'ok', requests: 1n },
  ]);
});

it('whose decision was lost on its way back runs on the next try, and is charged once', async () => {
  const { id, send } = await newKey();
  line.loseAnswers();
  expect((await send('a', 'demo-tokens-3')).status).toBe(503);
  await backInRedis(send);
  const next = await send('a', 'demo-tokens-3');
  expect([next.status, replayed(next)]).toEqual([200, null]);
  const again = await send('a', 'demo-tokens-3');
  expect([again.status, replayed(again)]).toEqual([200, 'true']);
  expect(await again.text()).toBe(await next.text());
  const charged = (await ledger(id)).filter(
    ({ model, requests }) => model === 'demo-tokens-*' && requests > 0n,
  );
  expect(charged).toEqual([{ model: 'demo-tokens-*', outcome: 'ok', requests: 1n }]);
});

async function ledger(keyId: string) {
  await consumer.drained();
  return db().usageEvent.findMany({
    where: { keyId },
    select: { model: true, outcome: true, requests: true },
    orderBy: { admittedAt: 'asc' },
  });
}
