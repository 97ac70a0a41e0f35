import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { openKey, shardOf, streamKey } from '../redis/keys';
import { store } from '../redis/store';
import { type Cut, cutStore } from '../testing/cut';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { addEntries } from '../testing/ledger-events';
import { sizedUpstream } from '../testing/repetitions';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { startConsumer } from '../usage/consumer';
import { putAway } from './long-answer';
import { MOST_WAITING } from './room';
import { howManyRun } from './running';
import { allSettled } from './settle';
import { startUpkeep, type Upkeep } from './upkeep';

let line: Cut;
let upstream: DemoUpstream;
let owner: TestUser;
let upkeep: Upkeep;
let closeSized: () => Promise<void>;

beforeAll(async () => {
  line = await cutStore();
  upstream = await gatewayForTests();
  closeSized = await sizedUpstream('headroom');
  owner = await makeUser();
});
afterEach(() => upkeep.stop());
afterAll(async () => {
  await upstream.close();
  await closeSized();
  await line.close();
});

async function started() {
  upkeep = startUpkeep();
  await upkeep.ready;
  const workspace = await makeWorkspace(owner, 'headroom', 'business');
  const { key } = await makeKey(workspace, owner.id, { budgetMicros: 1_000_000 });
  return { key, workspaceId: workspace.id, shard: shardOf(workspace.id) };
}

const chat = (key: string, body: object = {}, signal?: AbortSignal, more = {}) =>
  POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], ...body }),
      signal,
    }),
  );

const lengths = async (shard: number) =>
  (await store().pipeline([
    ['ZCARD', openKey(shard)],
    ['XLEN', streamKey(shard)],
  ])) as number[];

it('nothing is admitted while more finished requests wait for the ledger than may, and again when they are fewer', async () => {
  const { key, shard } = await started();
  expect((await chat(key)).status).toBe(200);
  const entry = ['waits', ''];
  for (let i = 0; i < MOST_WAITING; i += 2000) await addEntries(shard, Array<string[]>(2000).fill(entry));
  await vi.waitFor(async () => expect((await chat(key)).status).toBe(503), {
    timeout: 10_000,
    interval: 100,
  });
  const refused = await chat(key);
  expect(await refused.json()).toMatchObject({ error: { code: 'quota_unavailable' } });
  await store().pipeline([['XTRIM', streamKey(shard), 'MAXLEN', 10]]);
  await vi.waitFor(async () => expect((await chat(key)).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  });
}, 60_000);

it('the end of the process waits for the settle of a stream that was cut', async () => {
  const { key, shard } = await started();
  const [, before = 0] = await lengths(shard);
  const client = new AbortController();
  const answer = await chat(key, { model: 'demo-paced', stream: true }, client.signal);
  await answer.body?.getReader().read();
  expect((await lengths(shard))[0]).toBe(1);
  client.abort();
  await upkeep.stop();
  expect(await lengths(shard)).toEqual([0, before + 1]);
});

it('the end of the process waits for an answer that is put away ahead of its settle', async () => {
  const { key, shard } = await started();
  const [, before = 0] = await lengths(shard);
  let free = () => {};
  const held = new Promise<unknown[]>((resolve) => {
    free = () => resolve([]);
  });
  const place = { shard, once: { key: 'another', body: '' } };
  const ahead = putAway(place, 'x'.repeat(100_000), { ...store(), pipeline: () => held });
  const answer = chat(key, { model: 'size-100000', max_tokens: 10 }, undefined, {
    'idempotency-key': 'long',
  });
  await vi.waitFor(() => expect(howManyRun()).toBe(1), { interval: 1 });
  await vi.waitFor(() => expect(howManyRun()).toBe(0), { interval: 1 });
  expect(await allSettled(0)).toBe(false);
  free();
  expect(await allSettled(3000)).toBe(true);
  expect(await lengths(shard)).toEqual([0, before + 1]);
  expect((await answer).status).toBe(200);
  await ahead;
});

it('the end of the process does not wait for a store that hangs', async () => {
  await started();
  line.hang();
  // By now the reaper has asked it.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const ended = upkeep.stop().then(() => 'ended');
  const late = new Promise((resolve) => setTimeout(resolve, 8000, 'hangs'));
  const came = await Promise.race([ended, late]);
  line.restore();
  expect(came).toBe('ended');
}, 20_000);

it('what the store does not take at the end of a request is ordered, and charged once it is back', async () => {
  const { key, workspaceId } = await started();
  const answer = await chat(key, { model: 'demo-paced', stream: true });
  const reader = answer.body?.getReader();
  await reader?.read();
  line.cut();
  while (!(await reader?.read())?.done);
  await vi.waitFor(async () => expect(await db().settleOrder.count()).toBe(1), { timeout: 5000 });
  line.restore();
  const consumer = startConsumer();
  await vi.waitFor(async () => expect(await db().settleOrder.count()).toBe(0), {
    timeout: 20_000,
    interval: 200,
  });
  await consumer.stop();
  const rows = await db().usageEvent.findMany({ where: { workspaceId } });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ outcome: 'ok', rank: 2, estimated: false });
}, 60_000);
