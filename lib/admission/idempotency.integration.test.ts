import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { chatWork } from '../gateway/chat';
import { newId } from '../ids';
import { reapOnce } from '../limits/reaper';
import { LEASE_MS } from '../limits/spell';
import { guardKeys } from '../redis/guard';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { FACTS } from '../testing/engine';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { askedOf, doneFor, sizedUpstream } from '../testing/repetitions';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';
import { admit } from './admit';
import { engine } from './engine';
import { onceOf } from './idempotency';
import { identify } from './identify';
import { REPETITIONS } from './repeated';

let upstream: DemoUpstream;
let closeSized: () => Promise<void>;
let consumer: Consumer;
let owner: TestUser;

beforeAll(async () => {
  upstream = await gatewayForTests();
  closeSized = await sizedUpstream('headroom');
  consumer = startConsumer();
  owner = await makeUser();
});
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
  await closeSized();
});

const MEGABYTE = 1 << 20;
const MODEL = 'gpt-4o-mini';

interface Sent {
  /** Idempotency-Key */
  once?: string;
  body?: object;
  path?: string;
  signal?: AbortSignal;
}

function chat(key: string, { once, body = {}, path = '/v1/chat/completions', signal }: Sent): Request {
  return new Request(`http://127.0.0.1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(once !== undefined && { 'idempotency-key': once }),
    },
    body: JSON.stringify({
      model: MODEL,
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 20,
      ...body,
    }),
    ...(signal && { signal }),
  });
}
const send = (key: string, sent: Sent) => POST(chat(key, sent));

async function keyIn(catalog: string, plan: string, row: Parameters<typeof makeKey>[2] = {}) {
  const workspace = await makeWorkspace(owner, catalog, plan);
  return makeKey(workspace, owner.id, row);
}
const newKey = (row: Parameters<typeof makeKey>[2] = {}) => keyIn('headroom', 'team', row);

const done = (keyId: string) => doneFor(keyId, upstream, consumer);

const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('a repetition', () => {
  it('is answered as the first was, byte for byte, with the limits of now, and charges nothing', async () => {
    const { key, id } = await newKey();
    const first = await send(key, { once: 'a' });
    const text = await first.text();
    await send(key, {});
    const second = await send(key, { once: 'a' });
    expect([second.status, second.headers.get('content-type'), await second.text()]).toEqual([
      first.status,
      first.headers.get('content-type'),
      text,
    ]);
    expect(first.headers.has('idempotent-replayed')).toBe(false);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('599');
    expect(second.headers.get('x-ratelimit-remaining')).toBe('598');
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await done(id)).toEqual({ charged: 2, asked: 2 });
  });

  it('with another body is a conflict that SDKs do not retry', async () => {
    const { key, id } = await newKey();
    await send(key, { once: 'a' });
    const other = await send(key, { once: 'a', body: { max_tokens: 21 } });
    expect([other.status, other.headers.get('x-should-retry'), other.headers.has('retry-after')]).toEqual([
      409,
      'false',
      false,
    ]);
    expect(other.headers.get('x-ratelimit-remaining')).toBe('599');
    expect(await codeOf(other)).toBe('idempotency_conflict');
    expect(await done(id)).toEqual({ charged: 1, asked: 1 });
  });

  it('by another key of the same workspace, on another path or under another name is a request of its own', async () => {
    const workspace = await makeWorkspace(owner, 'headroom', 'team');
    const [one, two] = [await makeKey(workspace, owner.id), await makeKey(workspace, owner.id)];
    const answers = [
      await send(one.key, { once: 'a' }),
      await send(two.key, { once: 'a' }),
      await send(one.key, { once: 'a', path: '/api/chat' }),
      await send(one.key, { once: 'b' }),
    ];
    expect(answers.map((a) => [a.status, a.headers.has('idempotent-replayed')])).toEqual(
      answers.map(() => [200, false]),
    );
    const same = await send(one.key, { once: 'a', path: '/api/v1/chat/completions' });
    expect(same.headers.get('idempotent-replayed')).toBe('true');
    expect((await done(one.id)).charged).toBe(3);
  });

  it.each(['headroom', 'ajstudioz', 'aicredits', 'zihin', 'priority'])(
    'is refused in the dialect of %s',
    async (catalog) => {
      const { slug } = await db().plan.findFirstOrThrow({
        where: { catalogId: catalog, apiAccess: true },
        orderBy: { rank: 'asc' },
      });
      const { key } = await keyIn(catalog, slug);
      const body = { model: 'demo-tokens-1' };
      expect((await send(key, { once: 'a', body })).status).toBe(200);
      const refused = await send(key, { once: 'a', body: { ...body, max_tokens: 1 } });
      expect([refused.status, refused.headers.get('x-should-retry')]).toEqual([409, 'false']);
      const said = (await refused.json()) as { error: string | { code: string } };
      expect(typeof said.error === 'string' ? said.error : said.error.code).toBe('idempotency_conflict');
    },
  );
});

it('of 50 at once one runs; the others are told to wait a second, then get its answer', async () => {
  const { key, id } = await newKey();
  expect((await send(key, {})).status).toBe(200);
  const sent = { once: 'burst', body: { model: 'demo-slow' } };
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(key, sent)));
  const [won, ...more] = answers.filter(({ status }) => status === 200);
  const waiting = answers.filter(({ status }) => status === 409);
  expect([more.length, waiting.length]).toEqual([0, 49]);
  for (const answer of waiting) {
    const { headers } = answer;
    expect([headers.get('retry-after'), headers.get('retry-after-ms')]).toEqual(['1', '1000']);
    expect([headers.get('x-should-retry'), await codeOf(answer)]).toEqual(['true', 'still_running']);
  }
  const text = await won?.text();
  const later = await Promise.all(Array.from({ length: 50 }, () => send(key, sent)));
  for (const answer of later) expect([answer.status, await answer.text()]).toEqual([200, text]);
  expect(await done(id)).toEqual({ charged: 2, asked: 2 });
});

describe('an answer that cannot be given again', () => {
  it('is a stream', async () => {
    const { key, id } = await newKey();
    const stream = { once: 'a', body: { stream: true } };
    const first = await send(key, stream);
    const early = await send(key, stream);
    expect([early.status, await codeOf(early)]).toEqual([409, 'still_running']);
    expect(await first.text()).toContain('[DONE]');
    const again = await send(key, stream);
    expect([again.status, again.headers.get('x-should-retry')]).toEqual([409, 'false']);
    expect(await codeOf(again)).toBe('not_replayable');
    expect(await done(id)).toEqual({ charged: 1, asked: 1 });
  });

  it('is larger than 1 MB', async () => {
    const { key, id } = await newKey();
    const fits = { once: 'a', body: { model: `size-${MEGABYTE}` } };
    const text = await (await send(key, fits)).text();
    expect(text.length).toBe(MEGABYTE);
    expect(await (await send(key, fits)).text()).toBe(text);
    const over = { once: 'b', body: { model: `size-${MEGABYTE + 1}` } };
    expect((await (await send(key, over)).text()).length).toBe(MEGABYTE + 1);
    const refused = await send(key, over);
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'not_replayable']);
    expect((await done(id)).charged).toBe(2);
  });

  it('belongs to a process that died: how it ended is unknown', async () => {
    const { key, id } = await newKey();
    const request = chat(key, { once: 'a' });
    const { principal } = await identify(request);
    const sent = onceOf(request, principal);
    const input = await chatWork.read(sent?.request ?? request);
    const { claim } = await chatWork.prepare(input, principal);
    const facts = { ...FACTS, workspaceId: principal.workspaceId, keyId: id, userId: principal.userId };
    const nowMs = Date.now();
    const once = sent?.once();
    // The process dies here: nobody renews, nobody settles.
    await engine().decide({ caller: principal, claim, id: newId(), facts, nowMs, ...(once && { once }) });
    const shard = shardOf(principal.workspaceId);
    expect(await reapOnce(store(), shard, nowMs + LEASE_MS + 1)).toBe(1);
    const refused = await send(key, { once: 'a' });
    expect([refused.status, refused.headers.get('x-should-retry')]).toEqual([409, 'false']);
    expect(await codeOf(refused)).toBe('unknown_outcome');
    expect(await done(id)).toEqual({ charged: 1, asked: 0 });
  });
});

describe('what frees the key, so that the next try runs', () => {
  it('is a failure of ours or of the upstream; a request that the model refused is answered again', async () => {
    const { key, id } = await newKey();
    const failing = { once: 'a', body: { model: 'demo-error-500' } };
    const failed = [await send(key, failing), await send(key, failing)];
    expect(failed.map((a) => [a.status, a.headers.has('idempotent-replayed')])).toEqual([
      [502, false],
      [502, false],
    ]);
    expect(await done(id)).toEqual({ charged: 2, asked: 2 });
    const bad = { once: 'b', body: { model: 'demo-error-400' } };
    const [first, again] = [await send(key, bad), await send(key, bad)];
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([
      400,
      400,
      'true',
    ]);
    expect(await again.text()).toBe(await first.text());
    expect(await done(id)).toEqual({ charged: 3, asked: 3 });
  });

  it('is a refusal by a limit', async () => {
    const { key, id } = await newKey({ rpm: 1 });
    const at = (nowMs: number) => admit(chat(key, { once: 'a' }), chatWork, nowMs);
    const startMs = Date.now();
    await admit(chat(key, {}), chatWork, startMs);
    expect([(await at(startMs + 1)).status, (await at(startMs + 2)).status]).toEqual([429, 429]);
    const admitted = await at(startMs + 62_000);
    expect([admitted.status, admitted.headers.has('idempotent-replayed')]).toEqual([200, false]);
    // Spent again: the answer is there all the same, for it is looked up before the limits.
    const again = await at(startMs + 62_001);
    expect([again.status, await again.text()]).toEqual([200, await admitted.text()]);
    expect(again.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(await done(id)).toEqual({ charged: 2, asked: 2 });
  });

  it('is bad input, which never took it', async () => {
    const { key, id } = await newKey();
    expect((await send(key, { once: 'a', body: { colour: 'red' } })).status).toBe(400);
    expect((await send(key, { once: 'a' })).status).toBe(200);
    expect(await done(id)).toEqual({ charged: 1, asked: 1 });
  });
});

it('a client that leaves finds the answer when it comes back, and is charged once', async () => {
  const { key, id } = await newKey();
  const sent = { once: 'a', body: { model: 'demo-slow' } };
  const leaving = new AbortController();
  const before = (await askedOf(upstream)).length;
  const left = send(key, { ...sent, signal: leaving.signal });
  await vi.waitFor(async () => expect(await askedOf(upstream)).toHaveLength(before + 1));
  leaving.abort();
  expect(await codeOf(await send(key, sent))).toBe('still_running');
  await left;
  const back = await send(key, sent);
  expect([back.status, back.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await back.json()).toMatchObject({ object: 'chat.completion' });
  expect(await done(id)).toEqual({ charged: 1, asked: 1 });
});

it('a key that is none is a 400 that charges nothing and says how one looks', async () => {
  const { key, id } = await newKey();
  for (const once of ['', 'a b', 'x'.repeat(256)]) {
    const refused = await send(key, { once });
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([400, '600']);
    expect(await refused.json()).toMatchObject({
      error: { param: 'Idempotency-Key', message: expect.stringContaining('1 to 255 visible ASCII') },
    });
  }
  expect(await done(id)).toEqual({ charged: 0, asked: 0 });
});

it('repetitions are guarded: beyond 600 a minute one is a 429 that says when, and charges nothing', async () => {
  const { key, id } = await newKey();
  await send(key, { once: 'a' });
  for (const counted of guardKeys('repeated', id, REPETITIONS)) {
    await store().ratelimitRedis.set(counted, REPETITIONS.limit);
  }
  const refused = await send(key, { once: 'a' });
  expect([refused.status, await codeOf(refused)]).toEqual([429, 'too_many_attempts']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await done(id)).toEqual({ charged: 1, asked: 1 });
});
