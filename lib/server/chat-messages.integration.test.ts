import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { type Customer, customerAt, eventsOf, openGateway, quotaOf } from '../testing/customer';
import { ledgerEvent } from '../testing/ledger-events';
import { sessionHeaders } from '../testing/session';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { ingest } from '../usage/ingest';

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** An AIOnVision key whose workspace has so many messages a month. */
async function customer(messages: number): Promise<Customer> {
  const made = await customerAt(gateway.url, 'aionvision', 'starter');
  const limit = { metric: 'messages', scope: 'workspace', window: 'month UTC 1', capacity: BigInt(messages) };
  await db().limitOverride.create({ data: { id: newId(), workspaceId: made.workspaceId, ...limit } });
  return made;
}

function say({ key, baseUrl }: Customer, body: object, path = '/v1/chat/messages'): Promise<Response> {
  return fetch(baseUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const left = async (of: Customer) =>
  (await quotaOf(of)).find(({ metric }) => metric === 'messages')?.remaining;

it('a message counts in the month, whichever form it has, and the last one is refused until the next month', async () => {
  const caller = await customer(3);
  const short = await say(caller, { message: 'Hello', system: 'Be brief.', max_tokens: 10 });
  expect(short.status).toBe(200);
  const answer = (await short.json()) as { message: { content: string }; choices: { message: object }[] };
  expect(answer.message.content).toContain('This is a demo');
  expect(answer.choices[0]?.message).toEqual(answer.message);
  const messages = [{ role: 'user', content: 'Hello' }];
  expect((await say(caller, { model: 'gpt-4o', messages, max_tokens: 10 })).status).toBe(200);
  const stream = await say(caller, { message: 'Hello', stream: true, max_tokens: 10 });
  expect(await stream.text()).toMatch(/data: \[DONE\]\n\n$/);
  expect(await left(caller)).toBe(0);

  const refused = await say(caller, { message: 'Hello' });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-should-retry')).toBe('false');
  expect(await refused.json()).toMatchObject({ error: { code: 'quota_exceeded' } });
  const events = await eventsOf(caller);
  expect(events.map((event) => [event.model, event.messages, event.requests])).toEqual([
    ['gpt-4o-mini', 1n, 1n],
    ['gpt-4o', 1n, 1n],
    ['gpt-4o-mini', 1n, 1n],
  ]);
  const rollups = await db().rollupQuarter.aggregate({
    where: { workspaceId: caller.workspaceId },
    _sum: { messages: true },
  });
  expect(rollups._sum.messages).toBe(3n);
});

it("FREE: a browser's session writes 10 messages a month, more than 10 requests a minute, and not one more", async () => {
  const owner = await makeUser();
  await makeWorkspace(owner, 'aionvision', 'free');
  const { cookie, origin } = await sessionHeaders(owner.id, gateway.url);
  const headers = { cookie, origin, 'content-type': 'application/json' };
  const body = JSON.stringify({ message: 'Hello', max_tokens: 1 });
  const statuses: number[] = [];
  let last: Response | null = null;
  for (let i = 0; i < 11; i += 1) {
    last = await fetch(`${gateway.url}/v1/chat/messages`, { method: 'POST', headers, body });
    statuses.push(last.status);
  }
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
  expect(await last?.json()).toMatchObject({ error: { code: 'quota_exceeded' } });
});

it.each([
  ['starter', 200],
  ['professional', 2_000],
  ['enterprise', 5_000],
])('%s: %i messages a month are reached and not passed', async (plan, messages) => {
  const caller = await customerAt(gateway.url, 'aionvision', plan);
  const { userId } = await db().member.findFirstOrThrow({ where: { workspaceId: caller.workspaceId } });
  const nowMs = Date.now();
  const before = { admittedAtMs: nowMs, settledAtMs: nowMs, messages: messages - 1 };
  const of = { workspaceId: caller.workspaceId, keyId: caller.keyId, userId };
  // Nobody kept this counter: it is made from the ledger.
  await ingest([ledgerEvent({ ...of, ...before })]);
  expect(await left(caller)).toBe(1);
  expect((await say(caller, { message: 'Hello', max_tokens: 1 })).status).toBe(200);
  expect((await say(caller, { message: 'Hello', max_tokens: 1 })).status).toBe(429);
});

it('a message that the model could not answer is given back; the request stays counted', async () => {
  const caller = await customer(2);
  expect((await say(caller, { message: 'Hello', model: 'demo-error-500' })).status).toBe(502);
  expect(await left(caller)).toBe(2);
  const [event] = await eventsOf(caller);
  expect(event).toMatchObject({ outcome: 'upstream_error', messages: 0n, requests: 1n, costMicros: 0n });
});

it('a chat completion is no message', async () => {
  const caller = await customer(1);
  const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };
  expect((await say(caller, body, '/v1/chat/completions')).status).toBe(200);
  expect(await left(caller)).toBe(1);
});

it('a catalog without a limit on messages takes them all the same', async () => {
  const caller = await customerAt(gateway.url, 'headroom', 'team');
  expect((await say(caller, { message: 'Hello', max_tokens: 5 })).status).toBe(200);
});

it('a field that is not known is named, and nothing is counted', async () => {
  const caller = await customer(1);
  const refused = await say(caller, { message: 'Hello', colour: 'red' });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { code: 'unknown_field', param: 'colour' } });
  expect((await say(caller, { history: [] })).status).toBe(400);
  expect(await left(caller)).toBe(1);
});
