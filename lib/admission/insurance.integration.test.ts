import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { announceInstance, type Instances } from '../limits/insurance/instances';
import { store } from '../redis/store';
import { openTcpStore } from '../redis/tcp';
import { type Cut, cutStore, openCut } from '../testing/cut';
import { openReservations } from '../testing/faults/books';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { figure, scaled } from '../testing/proof';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';
import { engine, instance } from './engine';
import { orders } from './orders';

let redis: Cut;
let postgres: Cut;
let upstream: DemoUpstream;
let owner: TestUser;
let consumer: Consumer;
let spare: () => Promise<Response>;

beforeAll(async () => {
  redis = await cutStore();
  postgres = await openCut(process.env.DATABASE_URL ?? '');
  process.env.DATABASE_URL = postgres.url;
  upstream = await gatewayForTests();
  owner = await makeUser();
  consumer = startConsumer();
  spare = (await keyOn('headroom', 'business')).chat;
});
afterEach(async () => {
  postgres.restore();
  redis.restore();
  await backInRedis();
});
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
  await store().close();
  await db().$disconnect();
  await redis.close();
  await postgres.close();
});

const MODEL: Record<string, string> = { aicredits: 'openai/gpt-4o-mini', headroom: 'gpt-4o-mini' };

/** A key, its policy and its model's price in this process's memory, and how to call with it. */
async function keyOn(catalog: string, plan: string, row: Parameters<typeof makeKey>[2] = {}) {
  const workspace = await makeWorkspace(owner, catalog, plan);
  const { id, key } = await makeKey(workspace, owner.id, row);
  const chat = (headers: Record<string, string> = {}, more: Record<string, unknown> = {}) =>
    POST(
      new Request('http://127.0.0.1/v1/chat/completions', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({
          model: MODEL[catalog],
          messages: [{ role: 'user', content: 'hi' }],
          max_tokens: 5,
          ...more,
        }),
      }),
    );
  expect((await chat()).status).toBe(200);
  return { id, chat };
}
const told = async (response: Response) => {
  const { error } = (await response.json()) as { error?: { code: string } };
  return [response.status, error?.code ?? 'ok', response.headers.get('x-headroom-source')];
};

/** Until decisions come from the store again. @returns how long that took, in ms */
async function backInRedis(): Promise<number> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < 10_000) {
    const [status, , source] = await told(await spare());
    if (status === 200 && source === 'redis') return performance.now() - startedMs;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the store was not asked again');
}

/** All settle orders are in the store, and all events in the ledger. */
async function reconciled(): Promise<void> {
  await vi.waitFor(async () => expect(await orders().replay()).toBe(0), { timeout: 10_000, interval: 100 });
  await consumer.drained();
}

const now = performance.now.bind(performance);
const later = (ms: number) => () => now() + ms;
const p99 = (values: number[]) => values.sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? 0;
const inTurn = async (count: number, chat: () => Promise<Response>) => {
  const answers: Awaited<ReturnType<typeof told>>[] = [];
  for (let i = 0; i < count; i++) answers.push(await told(await chat()));
  return answers;
};
const times = (count: number) => Array.from({ length: count });

describe('while the store is cut off', () => {
  it('a rate goes on with floor(limit ÷ instances) from memory, and says so', async () => {
    const { chat } = await keyOn('aicredits', 'standard', { rpm: 9 });
    const other: Instances = announceInstance(openTcpStore(process.env.REDIS_URL ?? ''));
    await other.announce();
    await instance().announce();
    await other.stop();
    redis.cut();
    const answers = await inTurn(12, chat);
    const local = answers.filter(([status]) => status === 200);
    expect(local).toEqual(times(4).map(() => [200, 'ok', 'local']));
    const refused = answers.filter(([status]) => status !== 200);
    expect(refused).toEqual(times(8).map(() => [429, 'rate_limit_exceeded', 'local']));
    // That the other has left is believed once the store has answered for a while.
    redis.restore();
    await backInRedis();
    const clock = vi.spyOn(performance, 'now').mockImplementation(later(20_000));
    await instance().announce();
    clock.mockRestore();
    expect(instance().count()).toBe(1);
  });

  it('a monthly quota and a budget are a 503 of their own name, never a 429', async () => {
    const month = await keyOn('headroom', 'free');
    const budget = await keyOn('aicredits', 'standard', { budgetMicros: 100_000_000 });
    redis.cut();
    for (const { chat } of [month, budget]) {
      expect(await told(await chat())).toEqual([503, 'quota_unavailable', 'closed']);
    }
  });

  it('unlimited stays open, what it used comes to the ledger, and it closes when the database is down too', async () => {
    const { id, chat } = await keyOn('headroom', 'enterprise');
    redis.cut();
    const answers = await Promise.all(times(20).map(async () => told(await chat())));
    expect(answers).toEqual(times(20).map(() => [200, 'ok', 'local']));
    postgres.cut();
    let more = 0;
    // The database's last answer is believed for a moment.
    await vi.waitFor(
      async () => {
        const answer = await told(await chat());
        if (answer[0] === 200) more++;
        expect(answer).toEqual([503, 'quota_unavailable', 'closed']);
      },
      { timeout: 3000, interval: 20 },
    );
    postgres.restore();
    redis.restore();
    await backInRedis();
    await reconciled();
    const rows = await db().usageEvent.findMany({ where: { keyId: id } });
    expect(rows.filter((row) => row.outcome === 'ok')).toHaveLength(21 + more);
    expect(rows.filter((row) => row.outcome !== 'ok' && (row.requests > 0n || row.costMicros > 0n))).toEqual(
      [],
    );
  });

  it('a request under an Idempotency-Key is not sent: nobody could say whether it ran before', async () => {
    const { chat } = await keyOn('aicredits', 'standard');
    redis.cut();
    expect(await told(await chat({ 'idempotency-key': 'a' }))).toEqual([503, 'quota_unavailable', 'closed']);
    expect(await told(await chat())).toEqual([200, 'ok', 'local']);
  });

  it('a policy is believed for 10 s, then every call is refused', async () => {
    const { chat } = await keyOn('aicredits', 'standard');
    redis.cut();
    expect(await told(await chat())).toEqual([200, 'ok', 'local']);
    const clock = vi.spyOn(performance, 'now').mockImplementation(later(9000));
    expect(await told(await chat())).toEqual([200, 'ok', 'local']);
    clock.mockImplementation(later(10_001));
    expect(await told(await chat())).toEqual([503, 'quota_unavailable', 'closed']);
  });
});

describe('what was admitted without the store', () => {
  it('is counted in it when it is back, so the limit is not spent twice', async () => {
    const { id, chat } = await keyOn('aicredits', 'standard', { rpm: 20 });
    await instance().announce();
    redis.cut();
    const answers = await inTurn(15, chat);
    expect(answers).toEqual(times(15).map(() => [200, 'ok', 'local']));
    redis.restore();
    await backInRedis();
    await reconciled();
    const left = await chat();
    // One before the outage, 15 in it, and this one.
    expect([left.headers.get('x-headroom-source'), left.headers.get('x-ratelimit-remaining')]).toEqual([
      'redis',
      '3',
    ]);
    await consumer.drained();
    expect(await db().usageEvent.count({ where: { keyId: id, outcome: 'ok' } })).toBe(17);
  });

  it('and still runs is put into it with its lease, and settles there', async () => {
    const { id, chat } = await keyOn('aicredits', 'standard');
    const stream = { model: 'demo-tokens-120-paced', max_tokens: 200, stream: true };
    expect((await chat({}, { model: 'demo-tokens-1' })).status).toBe(200);
    await reconciled();
    expect(await openReservations()).toBe(0);
    redis.cut();
    const response = await chat({}, stream);
    expect([response.status, response.headers.get('x-headroom-source')]).toEqual([200, 'local']);
    redis.restore();
    await vi.waitFor(async () => expect(await openReservations()).toBe(1), { timeout: 5000, interval: 50 });
    expect(await response.text()).toContain('[DONE]');
    await consumer.drained();
    expect([await openReservations(), await db().settleOrder.count()]).toEqual([0, 0]);
    const [row] = await db().usageEvent.findMany({ where: { keyId: id }, orderBy: { admittedAt: 'desc' } });
    expect(row).toMatchObject({ outcome: 'ok', requests: 1n, tokensOut: 120n, rank: 2, estimated: false });
  });
});

describe('a store that is slow', () => {
  it.each([
    ['hangs', () => redis.hang()],
    ['answers after 2 s', () => redis.delay(2000)],
  ])('one that %s holds no request up for longer than the deadline', async (what, slow) => {
    const local = await keyOn('aicredits', 'standard', { rpm: 5000 });
    const closed = await keyOn('headroom', 'free');
    slow();
    const [tookMs, decidedMs] = [[] as number[], [] as number[]];
    const { decide } = engine();
    vi.spyOn(engine(), 'decide').mockImplementation(async (input) => {
      const startedMs = performance.now();
      return decide(input).finally(() => decidedMs.push(performance.now() - startedMs));
    });
    const sources = new Map<string | null, number>();
    const endsMs = performance.now() + scaled(3000, 8000);
    while (performance.now() < endsMs) {
      const asked = [local, local, local, closed].map(async ({ chat }) => {
        const startedMs = performance.now();
        const response = await chat();
        tookMs.push(performance.now() - startedMs);
        const source = response.headers.get('x-headroom-source');
        expect([response.status, source]).toEqual(source === 'local' ? [200, 'local'] : [503, 'closed']);
        sources.set(source, (sources.get(source) ?? 0) + 1);
      });
      await Promise.all(asked);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    redis.restore();
    const backMs = await backInRedis();
    figure(
      `store ${what}: ${tookMs.length} requests, ${[...sources].map(([s, n]) => `${s} ${n}`).join(', ')}, p99 of decisions ${p99(decidedMs).toFixed(0)} ms, of whole requests ${p99(tookMs).toFixed(0)} ms, back in ${backMs.toFixed(0)} ms`,
    );
    // Against 2 s, and for ever.
    expect(Math.max(...tookMs)).toBeLessThan(1000);
    await reconciled();
    expect(await openReservations()).toBe(0);
  });
});

describe('a decision whose answer was lost', () => {
  it.each([
    ['carried it out', () => redis.loseAnswers()],
    ['carries it out once nobody waits any more', () => redis.hang()],
  ])('charges nothing, of a store that %s', async (_what, lose) => {
    const { id, chat } = await keyOn('headroom', 'free', { budgetMicros: 100_000_000 });
    await consumer.drained();
    lose();
    expect(await told(await chat())).toEqual([503, 'quota_unavailable', 'closed']);
    redis.restore();
    await backInRedis();
    await reconciled();
    expect(await openReservations()).toBe(0);
    const rows = await db().usageEvent.findMany({ where: { keyId: id }, orderBy: { admittedAt: 'asc' } });
    expect(rows.map(({ outcome, requests, costMicros }) => [outcome, requests, costMicros > 0n])).toEqual([
      ['ok', 1n, true],
      ['void', 0n, false],
    ]);
    // The first, and this one.
    expect((await chat()).headers.get('x-ratelimit-remaining')).toBe('58');
  });
});
