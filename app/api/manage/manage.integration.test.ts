import { beforeAll, describe, expect, it } from 'vitest';
import type { CreatedKeyView, KeyView } from '@/lib/keys/schema';
import { call, tokenOf } from '@/lib/testing/manage-call';
import { addUse, keyCount } from '@/lib/testing/records';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '@/lib/testing/tenants';
import { GET as health } from '../health/route';
import { GET as ready } from '../ready/route';
import { POST as postSignUp } from '../sign-up/route';
import { GET as anything } from './[...rest]/route';
import { GET as keyQuota } from './keys/[id]/quota/route';
import { POST as postRotate } from './keys/[id]/rotate/route';
import { DELETE as deleteKey, GET as getKey, PATCH as patchKey } from './keys/[id]/route';
import { GET as getMe } from './me/route';
import { DELETE as deleteToken } from './tokens/[id]/route';
import { GET as getTokens, POST as postToken } from './tokens/route';
import { GET as getKeys, POST as postKey } from './workspaces/[id]/keys/route';
import { GET as getOverview } from './workspaces/[id]/overview/route';
import { GET as workspaceQuota } from './workspaces/[id]/quota/route';
import { GET as getWorkspace, PATCH as patchWorkspace } from './workspaces/[id]/route';
import { GET as getUsage } from './workspaces/[id]/usage/route';
import { GET as getWorkspaces, POST as postWorkspace } from './workspaces/route';

let owner: TestUser;
let token: string;
let adminToken: string;
let id: string;

beforeAll(async () => {
  await seedForTests();
  owner = await makeUser();
  token = await tokenOf(owner);
  adminToken = await tokenOf(await makeUser({ platformAdmin: true }));
  ({ id } = await makeWorkspace(owner));
});

const newKey = async (body: object = {}) =>
  (await call<CreatedKeyView>(postKey, token, { method: 'POST', id, body: { name: 'k', ...body } })).body;
const code = (status: number, name: string) => ({ status, body: { error: { code: name } } });

describe('a key’s life over HTTP', () => {
  it('is created with its secret, listed and read without, changed, rotated and revoked', async () => {
    const made = await call<CreatedKeyView>(postKey, token, {
      method: 'POST',
      id,
      body: { name: 'ci', rpm: 5, budget: { amount: '12.50', period: 'month' } },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { key, ...view } = made.body;
    expect(key).toMatch(/^hr_live_[0-9A-Za-z]{36}$/);
    expect(view).toMatchObject({
      status: 'active',
      budget: { amount: '12.50', period: 'month', used_micros: 0, limit_micros: 12_500_000 },
      last_used_at: null,
      sparkline: Array(36).fill(0),
    });
    expect((await call(getKey, token, { id: view.id })).body).toEqual(view);
    const list = await call<{ data: KeyView[]; next_cursor: unknown }>(getKeys, token, { id });
    expect(list.body).toEqual({ data: [view], next_cursor: null });
    expect(await call(patchKey, token, { method: 'PATCH', id: view.id, body: { rpm: 7 } })).toMatchObject({
      status: 200,
      body: { rpm: 7 },
    });
    const rotated = await call<CreatedKeyView>(postRotate, token, {
      method: 'POST',
      id: view.id,
      body: { overlap_seconds: 60 },
    });
    expect(rotated).toMatchObject({ status: 200, body: { id: view.id, rpm: 7 } });
    expect(rotated.body.key).not.toBe(key);
    const quota = await call<{ data: { id: string; limit: number }[] }>(keyQuota, token, { id: view.id });
    expect(quota.body.data.find((l) => l.id === 'key:requests/*/rolling 60000')).toMatchObject({
      limit: 7,
      set_by: 'key',
    });
    expect(await call(deleteKey, token, { method: 'DELETE', id: view.id })).toMatchObject({
      status: 200,
      body: { status: 'revoked' },
    });
  });

  it('broken, unknown, oversized and out of range: a clear 4xx each, and no key', async () => {
    const before = await keyCount(id);
    const refused = (body: unknown) => call(postKey, token, { method: 'POST', id, body });
    expect(await refused('{"name":')).toMatchObject(code(400, 'invalid_json'));
    expect(await refused({ name: 'k', tier: 'pro' })).toMatchObject({
      status: 400,
      body: {
        error: { code: 'unknown_field', message: 'tier is not a known field.', details: { field: 'tier' } },
      },
    });
    expect(await refused({ name: 'k', rpm: 10_001 })).toMatchObject(code(400, 'invalid_request'));
    expect(await refused({ name: 'k', plan: 'gold' })).toMatchObject(code(400, 'invalid_request'));
    expect(await refused({ name: 'x'.repeat(1_000_001) })).toMatchObject(code(413, 'body_too_large'));
    expect(await refused({ name: 'a\0b' })).toMatchObject(code(400, 'invalid_request'));
    expect(await refused([])).toMatchObject(code(400, 'invalid_request'));
    expect(await keyCount(id)).toBe(before);
  });
});

describe('a workspace over HTTP', () => {
  it('shows itself, its quota, its overview and its use', async () => {
    expect((await call(getWorkspace, token, { id })).body).toMatchObject({
      id,
      role: 'owner',
      plan: { slug: 'free' },
    });
    const quota = await call<{ data: { id: string }[]; at: string }>(workspaceQuota, token, { id });
    expect(quota.body.data.map((limit) => limit.id)).toContain('workspace:requests/*/month UTC 1');
    expect(Date.parse(quota.body.at)).toBeGreaterThan(0);
    expect((await call(getOverview, token, { id })).body).toMatchObject({
      today: { requests: 0 },
      currency: 'USD',
    });
    const query = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', group_by: 'key' };
    expect((await call(getUsage, token, { id, query })).body).toMatchObject({
      data: [],
      totals: { requests: 0 },
    });
    const csv = await call<string>(getUsage, token, { id, query, headers: { accept: 'text/csv' } });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.body).toBe('start,group,name,requests,tokens_in,tokens_out,cost_micros,denied\n');
    expect(await call(getUsage, token, { id, query: { from: 'x' } })).toMatchObject(
      code(400, 'invalid_request'),
    );
  });

  it('a platform admin changes its plan, which its member may not', async () => {
    const patch = { method: 'PATCH', id, body: { plan: 'team' } };
    expect(await call(patchWorkspace, token, patch)).toMatchObject(code(403, 'forbidden'));
    expect(await call(patchWorkspace, adminToken, patch)).toMatchObject({
      status: 200,
      body: { plan: { slug: 'team' } },
    });
    await call(patchWorkspace, adminToken, { method: 'PATCH', id, body: { plan: 'free' } });
    const list = await call<{ data: object[] }>(getWorkspaces, adminToken, { query: { q: id } });
    expect(list.body.data).toMatchObject([{ id, requests_24h: 0, owner_email: owner.email }]);
    expect(
      await call(postWorkspace, token, { method: 'POST', body: { name: 'Two', catalog: 'zihin' } }),
    ).toMatchObject({ status: 201 });
  });

  it('a FREE workspace of aionvision is told why it has no keys', async () => {
    const free = await makeWorkspace(owner, 'aionvision');
    expect(await call(postKey, token, { method: 'POST', id: free.id, body: { name: 'k' } })).toMatchObject(
      code(403, 'api_access_not_in_plan'),
    );
  });
});

it('management tokens: shown once, listed without the secret, refused from the moment they are revoked', async () => {
  const made = await call<{ id: string; token: string }>(postToken, token, {
    method: 'POST',
    body: { name: 'ci' },
  });
  expect(made).toMatchObject({ status: 201, body: { name: 'ci', token: expect.stringMatching(/^hrm_/) } });
  expect((await call(getMe, made.body.token)).status).toBe(200);
  const list = await call<{ data: object[] }>(getTokens, token);
  expect(JSON.stringify(list.body)).not.toContain(made.body.token);
  expect(list.body.data[0]).toMatchObject({ id: made.body.id, last_used_at: expect.any(String) });
  const stranger = await tokenOf(await makeUser());
  expect(await call(deleteToken, stranger, { method: 'DELETE', id: made.body.id })).toMatchObject(
    code(404, 'not_found'),
  );
  expect((await call(deleteToken, token, { method: 'DELETE', id: made.body.id })).status).toBe(200);
  expect(await call(getMe, made.body.token)).toMatchObject(code(401, 'unauthenticated'));
  const bound = await tokenOf(owner, id);
  expect(await call(postToken, bound, { method: 'POST', body: { name: 'x' } })).toMatchObject(
    code(403, 'forbidden'),
  );
});

it('a key made over HTTP that was used shows when, how often, and what it spent', async () => {
  const made = await newKey();
  const quarter = await addUse(made, { requests: 3, costMicros: 800_000 });
  const budget = { amount: '1', period: 'lifetime' };
  // Another limit on what each key may spend, of which nothing was used.
  const images = { metric: 'cost', resource: 'images', scope: 'key', window: 'lifetime', capacity: 9 };
  const limited = { method: 'PATCH', id, body: { overrides: [images] } };
  expect((await call(patchWorkspace, adminToken, limited)).status).toBe(200);
  const { body } = await call<KeyView>(patchKey, token, { method: 'PATCH', id: made.id, body: { budget } });
  expect(body.sparkline.at(-1)).toBe(3);
  expect(body.last_used_at).toBe(quarter.toISOString());
  expect(body).toMatchObject({ status: 'near_budget', budget: { used_micros: 800_000 } });
});

it('health, readiness and unknown paths answer without anybody signed in', async () => {
  expect(await call(health, null)).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await call(ready, null)).toMatchObject({
    status: 200,
    body: { status: 'ready', checks: { database: 'ok', store: 'ok' } },
  });
  expect(await call(anything, null)).toMatchObject(code(404, 'not_found'));
});

it('sign-up over HTTP: open to programs and our own pages, closed to other sites', async () => {
  const body = { email: 'new@example.com', password: 'correct horse battery', name: 'New' };
  const evil = { origin: 'https://evil.example' };
  expect(await call(postSignUp, null, { method: 'POST', body, headers: evil })).toMatchObject(
    code(403, 'origin_not_allowed'),
  );
  const own = { origin: 'http://127.0.0.1:3000' };
  expect(await call(postSignUp, null, { method: 'POST', body, headers: own })).toMatchObject({
    status: 201,
    body: { user: { email: 'new@example.com' }, workspace_id: expect.any(String) },
  });
  expect(await call(postSignUp, null, { method: 'POST', body })).toMatchObject(code(409, 'conflict'));
});
