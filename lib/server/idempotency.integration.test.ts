import OpenAI, { ConflictError } from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Gateway, openGateway } from '../testing/customer';
import { makeKey } from '../testing/gateway';
import { doneFor } from '../testing/repetitions';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';

/** Repetitions as OpenAI's SDK makes them, through the fast lane. */

let lane: Gateway;
let baseURL: string;
let owner: TestUser;

beforeAll(async () => {
  // A decision that came too late (this machine may be busy) is taken back by an order, which frees its key.
  lane = await openGateway();
  baseURL = `${lane.url}/v1`;
  owner = await makeUser();
});
afterAll(() => lane.close());

const messages = [{ role: 'user' as const, content: 'Say something short about limits.' }];
const slow = { model: 'demo-slow', messages, max_tokens: 5 };
const under = (key: string) => ({ headers: { 'Idempotency-Key': key } });

async function sdk(maxRetries: number, timeout = 30_000) {
  const workspace = await makeWorkspace(owner, 'headroom', 'team');
  const { key, id } = await makeKey(workspace, owner.id);
  lane.arrivals.length = 0;
  return { client: new OpenAI({ apiKey: key, baseURL, maxRetries, timeout }), id, key };
}

const done = (keyId: string) => doneFor(keyId, lane.upstream, lane.consumer);

it('a client that gives up after a second and retries gets the answer of its first try', async () => {
  const { client, id } = await sdk(5, 1_000);
  const { data, response } = await client.chat.completions.create(slow, under('timeout')).withResponse();
  expect(data.choices[0]?.message.content).toBeTruthy();
  expect(response.headers.get('idempotent-replayed')).toBe('true');
  expect(lane.arrivals.length).toBeGreaterThan(1);
  expect(await done(id)).toEqual({ charged: 1, asked: 1 });
});

it('50 calls at once under one key: every one gets the same answer, one is charged', async () => {
  const { client, id } = await sdk(30);
  const calls = Array.from({ length: 50 }, () => client.chat.completions.create(slow, under('burst')));
  const ids = new Set((await Promise.all(calls)).map((completion) => completion.id));
  expect(ids.size).toBe(1);
  expect(await done(id)).toEqual({ charged: 1, asked: 1 });
}, 60_000);

it('another body is raised at once as a ConflictError: one request, no retry', async () => {
  const { client, id } = await sdk(5);
  await client.chat.completions.create({ ...slow, model: 'gpt-4o-mini' }, under('body'));
  lane.arrivals.length = 0;
  const other = client.chat.completions.create(
    { ...slow, model: 'gpt-4o-mini', max_tokens: 6 },
    under('body'),
  );
  await expect(other).rejects.toMatchObject({
    status: 409,
    code: 'idempotency_conflict',
    constructor: ConflictError,
  });
  expect(lane.arrivals).toHaveLength(1);
  expect(await done(id)).toEqual({ charged: 1, asked: 1 });
});

it('a body that arrives in pieces, without a length, is the same body', async () => {
  const { key, id } = await sdk(0);
  const body = JSON.stringify({ ...slow, model: 'gpt-4o-mini' });
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': 'pieces',
  };
  const url = `${baseURL}/chat/completions`;
  const whole = await fetch(url, { method: 'POST', headers, body });
  const pieces = new ReadableStream({
    start(controller) {
      for (const letter of body) controller.enqueue(new TextEncoder().encode(letter));
      controller.close();
    },
  });
  const init = { method: 'POST', headers, body: pieces, duplex: 'half' };
  const again = await fetch(url, init as RequestInit);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await again.text()).toBe(await whole.text());
  expect(await done(id)).toEqual({ charged: 1, asked: 1 });
});
