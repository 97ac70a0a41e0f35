import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET, HEAD, POST } from '../../app/api/v1/forward-auth/route';
import { GET as quota } from '../../app/api/v1/quota/route';
import { db } from '../db/client';
import type { LimitView } from '../plans/schema';
import { asHolder, makeTenant } from '../testing/tenant-with-key';
import { seedForTests } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';

let consumer: Consumer;
beforeAll(async () => {
  await seedForTests();
  consumer = startConsumer();
});
afterAll(() => consumer.stop());

const pass = (key: string, query = '', headers: Record<string, string> = {}) =>
  GET(asHolder(key, `/v1/forward-auth${query}`, { headers }));
const counts = async (key: string) => {
  const { data } = (await (await quota(asHolder(key, '/v1/quota'))).json()) as { data: LimitView[] };
  return Object.fromEntries(data.map((l) => [`${l.metric} ${l.window.split(' ')[0]}`, l.used + l.reserved]));
};

it('a good key passes, with its identity and its catalog’s limit headers, and counts as one request alone', async () => {
  const { key, keyId, workspace, owner } = await makeTenant({ budgetMicros: 10 });
  const answer = await pass(key, '?resource=search');
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-headroom-key-id': keyId,
    'x-headroom-workspace-id': workspace.id,
    'x-headroom-user-id': owner.id,
    'x-headroom-plan': 'free',
    'x-headroom-priority': '1',
    'x-ratelimit-limit': '60',
    'x-ratelimit-remaining': '59',
    'cache-control': 'no-store',
  });
  expect(await counts(key)).toEqual({
    'requests rolling': 1,
    'tokens rolling': 0,
    'requests month': 1,
    'requests concurrent': 0,
    'cost lifetime': 0,
  });
  await consumer.drained();
  expect(await db().usageEvent.findMany({ where: { keyId } })).toMatchObject([
    { resource: 'search', outcome: 'ok', requests: 1n, costMicros: 0n, estimated: false },
  ]);
});

it('a refusal is the catalog’s own', async () => {
  const { key } = await makeTenant({ catalog: 'ajstudioz', rpm: 1 });
  expect((await pass(key)).status).toBe(200);
  const refused = await pass(key);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

describe('for nginx', () => {
  it('the answer is 204 or 403, and headers say the rest', async () => {
    const { key } = await makeTenant({ rpm: 1 });
    const passed = await pass(key, '?for=nginx');
    expect([passed.status, passed.headers.get('x-headroom-status')]).toEqual([204, '204']);
    expect(passed.headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await pass(key, '?for=nginx');
    expect([refused.status, refused.headers.get('x-headroom-status')]).toEqual([403, '429']);
    expect(await refused.text()).toBe('');
    expect(JSON.parse(refused.headers.get('x-headroom-body') ?? '')).toMatchObject({
      error: { code: 'rate_limit_exceeded', limit: 'key:requests/*/rolling 60000' },
    });
  });

  it.each([
    ['a spent budget', { budgetMicros: 0 }, '', '402', 'budget_exceeded'],
    ['another scope', { scopes: ['chat'] }, '', '403', 'scope_missing'],
    ['a query that is none', {}, '&colour=red', '400', 'unknown_field'],
    ['a resource that is none', {}, '&resource=A%20B', '400', 'invalid_request'],
    ['a query in other letters', {}, '&f%C3%BCr=%F0%9F%98%80', '400', 'unknown_field'],
  ])('%s is a 403 with its own status', async (_, row, query, status, code) => {
    const { key } = await makeTenant(row);
    const answer = await pass(key, `?for=nginx${query}`);
    expect([answer.status, answer.headers.get('x-headroom-status')]).toEqual([403, status]);
    expect(JSON.parse(answer.headers.get('x-headroom-body') ?? '')).toMatchObject({ error: { code } });
  });

  it('no key, a bad one and two different ones are a 403 too', async () => {
    const ask = (headers: Record<string, string>) =>
      GET(new Request('http://127.0.0.1:3000/v1/forward-auth?for=nginx', { headers }));
    for (const [headers, status] of [
      [{}, '401'],
      [{ 'x-api-key': 'hr_live_nope' }, '401'],
      [{ authorization: 'Basic dTpw' }, '401'],
      [{ 'x-api-key': 'hr_live_a', authorization: 'Bearer hr_live_b' }, '400'],
    ] as const) {
      const answer = await ask(headers);
      expect([answer.status, answer.headers.get('x-headroom-status')]).toEqual([403, status]);
    }
  });
});

it('a browser’s session does not pass: any page could call what stands behind the proxy', async () => {
  const headers = { cookie: 'headroom.session=whatever', authorization: 'Bearer two words' };
  const answer = await GET(new Request('http://127.0.0.1:3000/v1/forward-auth', { headers }));
  expect(answer.status).toBe(401);
});

it('headers of the request that the proxy holds do not change the question', async () => {
  const { key } = await makeTenant({});
  const headers = { 'idempotency-key': 'a b', 'x-forwarded-method': 'OPTIONS', 'content-length': '7' };
  expect((await pass(key, '', headers)).status).toBe(200);
  expect((await pass(key, '', headers)).status).toBe(200);
  expect(await counts(key)).toMatchObject({ 'requests rolling': 2 });
});

it('HEAD is asked like GET; other methods are not served', async () => {
  const { key } = await makeTenant({});
  expect((await HEAD(asHolder(key, '/v1/forward-auth', { method: 'HEAD' }))).status).toBe(200);
  const post = await POST(asHolder(key, '/v1/forward-auth', { method: 'POST' }));
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});
