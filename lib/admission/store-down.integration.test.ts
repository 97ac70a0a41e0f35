import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyView } from '../../app/api/manage/key-views';
import { POST } from '../../app/api/v1/chat/completions/route';
import type { DemoUpstream } from '../demo/upstream/server';
import { getKey } from '../keys/get-key';
import { type Cut, cutStore } from '../testing/cut';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';

let line: Cut;
let upstream: DemoUpstream;
let owner: TestUser;

beforeAll(async () => {
  line = await cutStore();
  upstream = await gatewayForTests();
  owner = await makeUser();
});
afterAll(async () => {
  await upstream.close();
  await line.close();
});

const chat = (key: string) =>
  POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] }),
    }),
  );

it('without the store a key nobody remembers is a 503 by its own name, and keys can still be read', async () => {
  const workspace = await makeWorkspace(owner);
  const { id, key } = await makeKey(workspace, owner.id, { budgetMicros: 1_000_000 });
  const { key: other } = await makeKey(workspace, owner.id);
  expect((await chat(other)).status).toBe(200);
  line.cut();
  for (const asked of [key, other]) {
    const refused = await chat(asked);
    const source = refused.headers.get('x-headroom-source');
    expect([refused.status, source, await refused.json()]).toMatchObject([
      503,
      'closed',
      { error: { code: 'quota_unavailable' } },
    ]);
  }
  expect(await keyView(await getKey(owner.actor, id))).toMatchObject({ budget: { used_micros: 0 } });
  line.restore();
});
