import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { updateKey } from '../keys/update-key';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';

let owner: TestUser;
let upstream: DemoUpstream;

beforeAll(async () => {
  upstream = await gatewayForTests();
  owner = await makeUser();
});
afterAll(() => upstream.close());

const chat = (key: string) =>
  POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'x-forwarded-for': '203.0.113.7',
      },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] }),
    }),
  );

it.each([
  ['addresses', { ips: ['198.51.100.0/24'] }, 'ip_not_allowed'],
  ['scopes', { scopes: ['images'] }, 'scope_missing'],
  ['models', { models: ['gpt-4o'] }, 'model_not_allowed'],
])('a key bound to other %s is refused on the very next request', async (_what, change, code) => {
  const workspace = await makeWorkspace(owner);
  const { id, key } = await makeKey(workspace, owner.id);
  expect((await chat(key)).status).toBe(200);
  await updateKey(owner.actor, id, change);
  const refused = await chat(key);
  expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code } }]);
});

it('of many requests that find their policy outdated at a time, one loads it', async () => {
  const workspace = await makeWorkspace(owner);
  const { id, key } = await makeKey(workspace, owner.id);
  expect((await chat(key)).status).toBe(200);
  await updateKey(owner.actor, id, { rpm: 50 });
  const loads = vi.spyOn(db(), '$transaction');
  const answers = await Promise.all(Array.from({ length: 20 }, () => chat(key)));
  expect(answers.map((a) => [a.status, a.headers.get('x-ratelimit-limit')])).toEqual(
    Array.from({ length: 20 }, () => [200, '50']),
  );
  // What is written in the background meanwhile comes as a list of statements.
  expect(loads.mock.calls.filter(([work]) => typeof work === 'function')).toHaveLength(1);
});
