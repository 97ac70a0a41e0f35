import { beforeAll, expect, it } from 'vitest';
import { GET as forward } from '../../app/api/v1/forward-auth/route';
import { POST as verify } from '../../app/api/v1/keys/verify/route';
import { GET as quota } from '../../app/api/v1/quota/route';
import { db } from '../db/client';
import { newId } from '../ids';
import type { LimitView } from '../plans/schema';
import { asHolder, ask, makeTenant, post } from '../testing/tenant-with-key';
import { seedForTests } from '../testing/tenants';
import type { QuotaCheckView, VerifyView } from './schema';

beforeAll(seedForTests);

const used = async (key: string) => {
  const { data } = (await (await quota(asHolder(key, '/v1/quota'))).json()) as { data: LimitView[] };
  return data.map((limit) => limit.used + limit.reserved);
};
const YES = { allowed: true, code: null, limit: null, retry_after_ms: null };

it('a check is allowed until the last request is used, names the limit then, and charges nothing', async () => {
  const { key } = await makeTenant({ rpm: 2 });
  for (let i = 0; i < 5; i++) expect((await ask(key, { resource: 'chat' })).body).toEqual(YES);
  expect(await used(key)).toEqual([0, 0, 0, 0]);
  await forward(asHolder(key, '/v1/forward-auth'));
  expect((await ask(key, { resource: 'chat' })).body).toEqual(YES);
  await forward(asHolder(key, '/v1/forward-auth'));
  const { status, headers, body } = await ask<QuotaCheckView>(key, { resource: 'chat' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    allowed: false,
    code: 'rate_limit_exceeded',
    limit: 'key:requests/*/rolling 60000',
  });
  expect(body.retry_after_ms).toBeGreaterThan(55_000);
  expect(body.retry_after_ms).toBeLessThanOrEqual(60_000);
  expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['2', '0']);
  expect(await used(key)).toEqual([2, 0, 2, 0]);
});

it('amounts are judged as a request of that size would be', async () => {
  const { key } = await makeTenant({});
  expect((await ask(key, { resource: 'chat', amounts: { tokens: 100_000 } })).body).toEqual(YES);
  expect((await ask(key, { resource: 'chat', amounts: { tokens: 100_001 } })).body).toEqual({
    allowed: false,
    code: 'request_too_large',
    limit: 'key:tokens/*/rolling 60000',
    retry_after_ms: null,
  });
  expect((await ask(key, { resource: 'chat', amounts: { requests: 61 } })).body).toMatchObject({
    code: 'request_too_large',
  });
});

it('a spent budget is told whatever the request costs; what others hold of it is told as such', async () => {
  const { key, token } = await makeTenant({ budgetMicros: 100 });
  expect((await ask(key, { resource: 'chat', amounts: { cost: 100 } })).body).toEqual(YES);
  expect((await ask(key, { resource: 'chat', amounts: { cost: 101 } })).body).toMatchObject({
    code: 'budget_exceeded',
  });
  const { body } = await post<VerifyView>(verify, token, { key, resource: 'chat', amounts: { cost: 100 } });
  expect(body.valid).toBe(true);
  expect((await ask(key, { resource: 'chat' })).body).toMatchObject({
    allowed: false,
    code: 'budget_reserved',
    retry_after_ms: 1000,
  });
});

it('a key’s scopes are told', async () => {
  const { key } = await makeTenant({ scopes: ['chat'] });
  expect((await ask(key, { resource: 'chat' })).body).toEqual(YES);
  expect((await ask(key, { resource: 'images' })).body).toEqual({
    allowed: false,
    code: 'scope_missing',
    limit: null,
    retry_after_ms: null,
  });
});

it.each([
  ['an unknown field', { resource: 'chat', tier: 'pro' }, 'unknown_field', /tier/],
  ['an unknown metric', { resource: 'chat', amounts: { gold: 1 } }, 'unknown_field', /amounts\.gold/],
  ['no resource', {}, 'invalid_request', /resource/],
  ['a negative amount', { resource: 'chat', amounts: { tokens: -1 } }, 'invalid_request', /amounts\.tokens/],
  ['a fraction', { resource: 'chat', amounts: { tokens: 1.5 } }, 'invalid_request', /amounts\.tokens/],
  ['more than can be counted', { resource: 'chat', amounts: { cost: 2 ** 53 } }, 'invalid_request', /cost/],
  ['a resource that is none', { resource: 'Chat Room' }, 'invalid_request', /resource/],
  [
    'a resource nobody knows',
    { resource: 'cat' },
    'invalid_request',
    /"cat".*chat, embeddings, images, audio/,
  ],
])('%s is a 400 that names it', async (_, body, code, word) => {
  const { key } = await makeTenant({});
  const answer = await ask<{ error: { code: string; message: string } }>(key, body);
  expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  expect(answer.body.error.message).toMatch(word);
});

it('a resource that a limit of the key names may be asked about, by those whom it limits', async () => {
  const { key, workspace } = await makeTenant({});
  const row = { metric: 'requests', resource: 'search', scope: 'workspace', window: 'rolling 60000' };
  await db().limitOverride.create({ data: { ...row, id: newId(), workspaceId: workspace.id, capacity: 1n } });
  expect((await ask(key, { resource: 'search' })).body).toEqual(YES);
  expect((await ask((await makeTenant({})).key, { resource: 'search' })).status).toBe(400);
});

it('without a good key nothing is told', async () => {
  expect((await ask('hr_live_nope', { resource: 'chat' })).status).toBe(401);
});
