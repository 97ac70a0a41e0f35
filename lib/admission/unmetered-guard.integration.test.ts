import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { POST as chat } from '../../app/api/v1/chat/completions/route';
import { GET as models } from '../../app/api/v1/models/route';
import { GET as quota } from '../../app/api/v1/quota/route';
import type { DemoUpstream } from '../demo/upstream/server';
import { subjectsOf } from '../plans/subjects';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { exhaustGuard, guardCount } from '../testing/guards';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { UNMETERED } from './serve';

let upstream: DemoUpstream;
let owner: TestUser;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let key: string;
let subject: string;

beforeAll(async () => {
  upstream = await gatewayForTests();
  owner = await makeUser();
});
afterAll(() => upstream.close());
beforeEach(async () => {
  workspace = await makeWorkspace(owner);
  const made = await makeKey(workspace, owner.id);
  key = made.key;
  subject = subjectsOf({ workspaceId: workspace.id, keyId: made.id, userId: owner.id }).key;
});

const ask = (path: string, secret = key, init: RequestInit = {}) =>
  new Request(`http://127.0.0.1${path}`, { ...init, headers: { authorization: `Bearer ${secret}` } });
const chatBody = JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] });

it('the guard of unmetered calls is 600 a minute, for all of a key’s together', async () => {
  expect(UNMETERED).toEqual({ limit: 600, windowMs: 60_000 });
  expect((await models(ask('/v1/models'))).status).toBe(200);
  expect((await quota(ask('/v1/quota'))).status).toBe(200);
  expect(await guardCount('unmetered', subject, UNMETERED)).toBe(2);
});

it('beyond it a key is refused in its contract’s words, and told when to come back; other keys are not', async () => {
  await exhaustGuard('unmetered', subject, UNMETERED);
  for (const answer of [await models(ask('/v1/models')), await quota(ask('/v1/quota'))]) {
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ error: { code: 'too_many_attempts' } });
    const seconds = Number(answer.headers.get('retry-after'));
    expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 120).toBe(true);
  }
  const { key: other } = await makeKey(workspace, owner.id);
  expect((await models(ask('/v1/models', other))).status).toBe(200);
});

it('metered calls do not count against it, and are not held up by it', async () => {
  const call = () => chat(ask('/v1/chat/completions', key, { method: 'POST', body: chatBody }));
  expect((await call()).status).toBe(200);
  expect(await guardCount('unmetered', subject, UNMETERED)).toBe(0);
  await exhaustGuard('unmetered', subject, UNMETERED);
  expect((await call()).status).toBe(200);
});
