import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATCH } from '../../app/api/manage/workspaces/[id]/route';
import * as chat from '../../app/api/v1/chat/completions/route';
import * as forward from '../../app/api/v1/forward-auth/route';
import * as quota from '../../app/api/v1/quota/route';
import type { DemoUpstream } from '../demo/upstream/server';
import { gatewayForTests } from '../testing/gateway';
import { call, tokenOf } from '../testing/manage-call';
import { auditEntries } from '../testing/records';
import { asHolder, makeTenant, type Tenant } from '../testing/tenant-with-key';
import { makeMember } from '../testing/tenants';
import type { WorkspaceView } from '../workspaces/schema';

let upstream: DemoUpstream;
beforeAll(async () => {
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

const APP = 'https://app.example.com';
const allow = (tenant: Tenant, origins: unknown, token = tenant.token) =>
  call<WorkspaceView & { error?: { code: string; message: string } }>(PATCH, token, {
    method: 'PATCH',
    id: tenant.workspace.id,
    body: { origins },
  });
const read = (key: string, origin: string) => quota.GET(asHolder(key, '/v1/quota', { headers: { origin } }));
const complete = (key: string, body: object, origin = APP) =>
  chat.POST(
    asHolder(key, '/v1/chat/completions', {
      method: 'POST',
      headers: { host: '127.0.0.1:3000', origin },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], max_tokens: 5, ...body }),
    }),
  );
const shared = ({ headers }: Response) => headers.get('access-control-allow-origin');
const names = ({ headers }: Response) =>
  (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(', ');

describe('a key, for a page on another host', () => {
  it('may be used from the origins of its workspace and no other, from the next request on', async () => {
    const tenant = await makeTenant({});
    expect((await read(tenant.key, APP)).status).toBe(403);
    expect((await allow(tenant, [APP, 'http://localhost:5173'])).body.origins).toEqual([
      APP,
      'http://localhost:5173',
    ]);
    expect(shared(await read(tenant.key, APP))).toBe(APP);
    expect(shared(await read(tenant.key, 'http://localhost:5173'))).toBe('http://localhost:5173');
    for (const origin of [`${APP}:8443`, 'http://app.example.com', `${APP}.evil.com`, 'null', `${APP}/`]) {
      const answer = await read(tenant.key, origin);
      expect([answer.status, shared(answer), answer.headers.get('vary')]).toEqual([403, null, 'Origin']);
    }
    await allow(tenant, []);
    expect(await (await read(tenant.key, APP)).json()).toMatchObject({
      error: { code: 'origin_not_allowed', message: expect.stringContaining(`pages of ${APP}.`) },
    });
  });

  it('is not charged for what a page that is not listed could never read, and nothing is sent upstream', async () => {
    const tenant = await makeTenant({ rpm: 1, budgetMicros: 1_000_000 });
    await fetch(`${upstream.url}/demo/requests`, { method: 'DELETE' });
    for (const stream of [false, true]) {
      const answer = await complete(tenant.key, { model: 'demo-tokens-1', stream });
      expect([answer.status, answer.headers.get('x-ratelimit-remaining')]).toEqual([403, '1']);
      expect(answer.headers.get('x-should-retry')).toBe('false');
    }
    const own = await complete(tenant.key, { model: 'demo-tokens-1' }, 'http://127.0.0.1:3000');
    expect([own.status, shared(own)]).toEqual([200, null]);
    const seen = (await (await fetch(`${upstream.url}/demo/requests`)).json()) as { data: unknown[] };
    expect(seen.data).toHaveLength(1);
  });

  it('passes a proxy that asks for what it holds, whatever page that comes from', async () => {
    const { key } = await makeTenant({});
    const answer = await forward.GET(asHolder(key, '/v1/forward-auth', { headers: { origin: APP } }));
    expect(answer.status).toBe(200);
  });

  it('show every header of the contract, never with credentials: admitted, streamed, refused and failed', async () => {
    for (const catalog of ['headroom', 'priority']) {
      const tenant = await makeTenant({ catalog, rpm: 2 });
      await allow(tenant, [APP]);
      const answers = [
        await complete(tenant.key, { model: 'demo-tokens-1' }),
        await complete(tenant.key, { model: 'demo-tokens-1', stream: true }),
        await complete(tenant.key, { model: 'demo-tokens-1' }),
        await complete(tenant.key, { model: 'no-such-model' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 404]);
      for (const answer of answers) {
        expect(shared(answer)).toBe(APP);
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
        const ours = [...answer.headers.keys()].filter((name) =>
          /^(x-(?!accel)|ratelimit|retry-after)/.test(name),
        );
        expect(names(answer)).toEqual(expect.arrayContaining(ours));
        await answer.text();
      }
    }
  });

  it('a page may read that its key is no good, whoever it is', async () => {
    const answer = await read('hr_live_nope', 'https://anywhere.example');
    expect([answer.status, shared(answer)]).toEqual([401, '*']);
    expect(names(answer)).toContain('x-request-id');
  });
});

describe('a preflight', () => {
  it.each([
    ['POST', chat, '/v1/chat/completions', 'POST, OPTIONS'],
    ['GET', quota, '/v1/quota', 'GET, HEAD, OPTIONS'],
  ])('for %s names what may be sent, without a key', async (method, { OPTIONS }, path, allowed) => {
    const answer = await OPTIONS(
      new Request(`http://127.0.0.1:3000${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: APP,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization, content-type, x-stainless-lang',
        },
      }),
    );
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': allowed,
      'access-control-allow-headers': expect.stringMatching(/^Authorization, .*\*$/),
    });
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('origins of a workspace', () => {
  it('are changed by its admins, and stand in the audit log', async () => {
    const tenant = await makeTenant({});
    const developer = await tokenOf(await makeMember(tenant.workspace.id, 'developer'));
    const admin = await tokenOf(await makeMember(tenant.workspace.id, 'admin'));
    const stranger = (await makeTenant({})).token;
    expect((await allow(tenant, [APP], developer)).status).toBe(403);
    expect((await allow(tenant, [APP], stranger)).status).toBe(404);
    expect((await allow(tenant, [APP, APP], admin)).body.origins).toEqual([APP]);
    expect(await auditEntries(tenant.workspace.id)).toMatchObject([
      { action: 'workspace.origins', before: { origins: [] }, after: { origins: [APP] } },
    ]);
  });

  it.each([
    '*',
    'app.example.com',
    `${APP}/`,
    `${APP}/path`,
    'ftp://app.example.com',
    'HTTPS://APP.EXAMPLE.COM',
    'null',
    7,
  ])('%j is none', async (origin) => {
    const { status, body } = await allow(await makeTenant({}), [origin]);
    expect([status, body.error?.code]).toEqual([400, 'invalid_request']);
    expect(body.error?.message).toMatch(/^origins\.0 must be/);
  });
});
