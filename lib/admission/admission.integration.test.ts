import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { GET as getModels } from '../../app/api/v1/models/route';
import { GET as getQuota } from '../../app/api/v1/quota/route';
import { change } from '../changes/change';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import type { LimitView } from '../plans/schema';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';

let upstream: DemoUpstream;
let consumer: Consumer;
let owner: TestUser;

beforeAll(async () => {
  upstream = await gatewayForTests();
  consumer = startConsumer();
  owner = await makeUser();
});
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
});

const MODEL = 'gpt-4o-mini';

const chat = (
  key: string,
  body: string | Record<string, unknown> = {},
  headers: Record<string, string> = {},
) =>
  POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body:
        typeof body === 'string'
          ? body
          : JSON.stringify({
              model: MODEL,
              messages: [{ role: 'user', content: 'hi' }],
              max_tokens: 20,
              ...body,
            }),
    }),
  );
const get = (handler: typeof getQuota, key: string) =>
  handler(new Request('http://127.0.0.1/v1/quota', { headers: { 'x-api-key': key } }));
const quota = async (key: string): Promise<LimitView[]> => {
  const response = await get(getQuota, key);
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: LimitView[] }).data;
};

async function keyOn(plan: string, row: Parameters<typeof makeKey>[2] = {}, catalog = 'headroom') {
  const workspace = await makeWorkspace(owner, catalog, plan);
  return { workspace, ...(await makeKey(workspace, owner.id, row)) };
}

describe('a metered call', () => {
  it('is answered by the upstream, with limit headers, and charged as reported', async () => {
    const { key, id, workspace } = await keyOn('free', { budgetMicros: 1_000_000 });
    const response = await chat(key);
    const body = (await response.json()) as { usage: { prompt_tokens: number; completion_tokens: number } };
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ratelimit-limit')).toBe('60');
    expect(response.headers.get('x-ratelimit-remaining')).toBe('59');
    const limits = await quota(key);
    const tokens = limits.find((l) => l.metric === 'tokens');
    expect([tokens?.used, tokens?.reserved]).toEqual([
      body.usage.prompt_tokens + body.usage.completion_tokens,
      0,
    ]);
    await consumer.drained();
    const [event] = await db().usageEvent.findMany({ where: { keyId: id } });
    expect(event).toMatchObject({
      workspaceId: workspace.id,
      outcome: 'ok',
      status: 200,
      requests: 1n,
      tokensIn: BigInt(body.usage.prompt_tokens),
      tokensOut: BigInt(body.usage.completion_tokens),
      estimated: false,
      rank: 2,
    });
    expect(Number(event?.costMicros)).toBe(limits.find((l) => l.metric === 'cost')?.used);
  });

  it('streams, hides the usage the client did not ask for, and charges it', async () => {
    const { key, id } = await keyOn('free');
    const response = await chat(key, { stream: true });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = await response.text();
    expect(text).toContain('data: [DONE]');
    expect(text).not.toContain('"usage":{');
    const tokens = (await quota(key)).find((l) => l.metric === 'tokens');
    expect(tokens?.reserved).toBe(0);
    await consumer.drained();
    const [event] = await db().usageEvent.findMany({ where: { keyId: id } });
    expect(event).toMatchObject({ streamed: true, outcome: 'ok', estimated: false });
    expect(Number(event?.tokensMetered)).toBe(tokens?.used);
  });

  it('RPM 5 admits exactly 5 of 8, and the refusals say when', async () => {
    const { key } = await keyOn('free', { rpm: 5 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => chat(key)));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const refused = answers.find((a) => a.status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused?.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  });

  it('a spent budget is 402, tells clients not to retry, and calls no upstream', async () => {
    const { key } = await keyOn('free', { budgetMicros: 3 });
    for (let i = 0; i < 50 && (await chat(key, { max_tokens: 1 })).status === 200; i++);
    const before = (await (await fetch(`${upstream.url}/demo/requests`)).json()) as { data?: unknown[] };
    const refused = await chat(key);
    expect(refused.status).toBe(402);
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect(((await refused.json()) as { error: { code: string } }).error.code).toBe('budget_exceeded');
    expect(await (await fetch(`${upstream.url}/demo/requests`)).json()).toEqual(before);
    const cost = (await quota(key)).find((l) => l.metric === 'cost');
    expect((cost?.used ?? 9) + (cost?.reserved ?? 9)).toBeLessThanOrEqual(3);
  });

  it('a tier change is in force on the next request, and what was used is kept', async () => {
    const { key, workspace } = await keyOn('free');
    for (let i = 0; i < 3; i++) expect((await chat(key)).status).toBe(200);
    const team = await db().plan.findUniqueOrThrow({
      where: { catalogId_slug: { catalogId: 'headroom', slug: 'team' } },
    });
    await change(owner.actor, async (tx) => {
      await tx.workspace.update({ where: { id: workspace.id }, data: { planId: team.id } });
      return {
        result: null,
        audit: [
          {
            action: 'workspace.plan',
            workspaceId: workspace.id,
            target: { kind: 'workspace', id: workspace.id, name: 'Acme' },
          },
        ],
        bumps: [{ kind: 'workspace', id: workspace.id }],
      };
    });
    const next = await chat(key);
    expect([next.headers.get('x-ratelimit-limit'), next.headers.get('x-ratelimit-remaining')]).toEqual([
      '600',
      '596',
    ]);
    const month = (await quota(key)).find((l) => l.window.startsWith('month'));
    expect([month?.limit, month?.used]).toEqual([2_000_000, 4]);
  });

  it('a revoked key is refused on the next request', async () => {
    const { key, id, workspace } = await keyOn('free');
    expect((await chat(key)).status).toBe(200);
    await change(owner.actor, async (tx) => {
      await tx.apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
      return {
        result: null,
        audit: [
          { action: 'key.revoke', workspaceId: workspace.id, target: { kind: 'key', id, name: 'test' } },
        ],
        bumps: [{ kind: 'workspace', id: workspace.id }],
      };
    });
    const refused = await chat(key);
    expect(refused.status).toBe(401);
    // One answer for every key that is not valid: nothing tells that this one was.
    const unknown = await chat(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`);
    const names = (response: Response) => [...response.headers.keys()].sort();
    expect([refused.status, names(refused)]).toEqual([unknown.status, names(unknown)]);
    expect((await get(getModels, key)).status).toBe(401);
  });
});

describe('bad input is a clear 4xx and charges nothing', () => {
  const bad: [name: string, body: string | Record<string, unknown>, status: number, word: RegExp][] = [
    ['broken JSON', '{"model":', 400, /JSON/],
    ['a wrong type', { messages: 'hi' }, 400, /messages/],
    ['an unknown field', { colour: 'red' }, 400, /colour/],
    ['no messages', { messages: [] }, 400, /messages/],
    ['an unknown model', { model: 'nope' }, 404, /nope/],
    ['a negative max_tokens', { max_tokens: -1 }, 400, /max_tokens/],
    ['a huge body', { messages: [{ role: 'user', content: 'x'.repeat(5_000_000) }] }, 413, /./],
  ];
  it.each(bad)('%s', async (_name, body, status, word) => {
    const { key, id } = await keyOn('free');
    const response = await chat(key, body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: { message: string } }).error.message).toMatch(word);
    expect(response.headers.get('x-ratelimit-remaining')).toBe('60');
    await consumer.drained();
    expect(await db().usageEvent.count({ where: { keyId: id } })).toBe(0);
  });

  it('an expired key and a key of another installation are 401', async () => {
    const { key } = await keyOn('free', { expiresAt: new Date(Date.now() - 1000) });
    expect((await chat(key)).status).toBe(401);
    const foreign = 'hr_live_000000000000000000000000000000AAAAAA';
    expect((await chat(foreign)).status).toBe(401);
    expect((await chat('nonsense')).status).toBe(401);
  });

  it('an upstream failure is ours to say, gives tokens back and keeps the request counted', async () => {
    const { key, id } = await keyOn('free');
    const response = await chat(key, { model: 'demo-error-500' });
    expect(response.status).toBe(502);
    const limits = await quota(key);
    expect(limits.find((l) => l.metric === 'tokens')).toMatchObject({ used: 0, reserved: 0 });
    expect(limits.find((l) => l.window === 'rolling 60000' && l.metric === 'requests')?.used).toBe(1);
    await consumer.drained();
    expect(await db().usageEvent.findMany({ where: { keyId: id } })).toMatchObject([
      { outcome: 'upstream_error', requests: 1n, costMicros: 0n },
    ]);
  });
});
