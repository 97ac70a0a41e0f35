import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET as denial } from '../../app/api/v1/denials/[...id]/route';
import { GET as forward } from '../../app/api/v1/forward-auth/route';
import { POST as verify } from '../../app/api/v1/keys/verify/route';
import { GET as usage } from '../../app/api/v1/usage/route';
import { newId } from '../ids';
import { makeKey } from '../testing/gateway';
import { asHolder, makeTenant, post } from '../testing/tenant-with-key';
import { seedForTests } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';
import { flushDenials } from '../usage/denials';
import type { UsageView } from '../usage/schema';
import type { DenialView, VerifyView } from './schema';

let consumer: Consumer;
beforeAll(async () => {
  await seedForTests();
  consumer = startConsumer();
});
afterAll(() => consumer.stop());

const pass = (key: string, resource = 'search') =>
  forward(asHolder(key, `/v1/forward-auth?resource=${resource}`));

async function receipt(
  key: string,
  id: string,
): Promise<{ status: number; headers: Headers; body: DenialView }> {
  const response = await denial(asHolder(key, `/v1/denials/${id}`), {
    params: Promise.resolve({ id: [id] }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as DenialView };
}

async function used(key: string, query: Record<string, string> = {}) {
  await consumer.drained();
  await flushDenials();
  const response = await usage(asHolder(key, `/v1/usage?${new URLSearchParams(query)}`));
  return {
    status: response.status,
    body: (await response.json()) as UsageView & { error?: { code: string } },
  };
}

it('a receipt says which limit refused, its counter then, who set it and when it clears', async () => {
  const { key } = await makeTenant({ rpm: 2 });
  await pass(key);
  await pass(key);
  const refused = await pass(key);
  const id = refused.headers.get('x-request-id') ?? '';
  const { status, headers, body } = await receipt(key, id);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id,
    code: 'rate_limit_exceeded',
    status: 429,
    resource: 'search',
    model: '',
    limit: 'key:requests/*/rolling 60000',
    set_by: 'key',
    details: {
      metric: 'requests',
      resource: null,
      scope: 'key',
      window: 'rolling 60000',
      limit: 2,
      used: 2,
      remaining: 0,
      needed: 1,
      set_by: 'key',
      plan: 'free',
    },
  });
  expect(Math.abs(Date.parse(body.at) - Date.now())).toBeLessThan(10_000);
  const waitMs = Date.parse(body.clears_at ?? '') - Date.parse(body.at);
  expect(Math.ceil(waitMs / 1000)).toBe(Number(refused.headers.get('retry-after')));
  expect(body.limits).toHaveLength(3);
  expect(headers.get('x-ratelimit-limit')).toBe('2');
});

it('what waiting does not cure never clears', async () => {
  const { key } = await makeTenant({ budgetMicros: 0 });
  const { body } = await receipt(key, (await pass(key)).headers.get('x-request-id') ?? '');
  expect(body).toMatchObject({ code: 'budget_exceeded', status: 402, clears_at: null });
  expect(body.details).toMatchObject({ metric: 'cost', window: 'lifetime', set_by: 'key', limit: 0 });
});

it('a refused verification leaves a receipt for the key’s holder', async () => {
  const { key, token } = await makeTenant({});
  const amounts = { tokens: 200_000 };
  const { body } = await post<VerifyView>(verify, token, { key, resource: 'search', amounts });
  const seen = await receipt(key, body.request_id);
  expect(seen.body).toMatchObject({
    code: 'request_too_large',
    details: { set_by: 'plan', needed: 200_000 },
  });
});

it('somebody else’s receipt and one that never was are the same 404', async () => {
  const mine = await makeTenant({ rpm: 1 });
  const sibling = await makeKey(mine.workspace, mine.owner.id);
  const theirs = await makeTenant({});
  await pass(mine.key);
  const id = (await pass(mine.key)).headers.get('x-request-id') ?? '';
  expect((await receipt(mine.key, id)).status).toBe(200);
  for (const [key, asked] of [
    [theirs.key, id],
    [sibling.key, id],
    [mine.key, newId()],
    [mine.key, '00000000-0000-7000-8000-000000000000'],
    [mine.key, 'no-id'],
    [mine.key, `${id}/x`],
  ] as const) {
    const { status, body } = await receipt(key, asked);
    expect([status, body]).toMatchObject([404, { error: { code: 'not_found' } }]);
  }
});

it('a key’s use is its own: by hour for the last day unless asked otherwise, refusals beside it', async () => {
  const { key, workspace, owner } = await makeTenant({ rpm: 3 });
  const sibling = await makeKey(workspace, owner.id);
  for (let i = 0; i < 5; i++) await pass(key);
  await pass(sibling.key, 'other');
  const { status, body } = await used(key);
  expect(status).toBe(200);
  expect(body.totals).toMatchObject({ requests: 3, denied: 2 });
  expect(Date.parse(body.to) - Date.parse(body.from)).toBeGreaterThanOrEqual(24 * 3_600_000);
  expect(body.data.every(({ start }) => start.endsWith(':00:00.000Z'))).toBe(true);
  const byResource = await used(key, { group_by: 'resource', interval: 'day' });
  expect(byResource.body.data.map(({ group, requests }) => [group, requests])).toEqual([['search', 3]]);
  expect((await used(sibling.key)).body.totals).toMatchObject({ requests: 1, denied: 0 });
});

it('a range without use is empty, and a question that cannot be answered is a 400', async () => {
  const { key, keyId } = await makeTenant({});
  await pass(key);
  const past = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  expect((await used(key, past)).body).toMatchObject({ data: [], totals: { requests: 0 } });
  const bad: Record<string, string>[] = [
    { from: 'yesterday' },
    { to: past.from, from: past.to },
    { interval: 'week' },
    { key: keyId },
  ];
  for (const query of bad) {
    expect((await used(key, query)).status).toBe(400);
  }
});
