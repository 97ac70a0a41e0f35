import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HoldView, ReleasedHoldView } from '@/lib/admission/hold-schema';
import type { DemoUpstream } from '@/lib/demo/upstream/server';
import { newId } from '@/lib/ids';
import { gatewayForTests, makeKey } from '@/lib/testing/gateway';
import { call, tokenOf } from '@/lib/testing/manage-call';
import { auditEntries } from '@/lib/testing/records';
import { makeMember, makeUser, makeWorkspace, type TestUser } from '@/lib/testing/tenants';
import { POST as chat } from '../v1/chat/completions/route';
import { DELETE as deleteHold } from './holds/[id]/route';
import { GET as getHolds } from './holds/route';
import { GET as workspaceQuota } from './workspaces/[id]/quota/route';

let upstream: DemoUpstream;
let owner: TestUser;
let admin: string;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let keyId: string;
let key: string;

beforeAll(async () => {
  upstream = await gatewayForTests();
  owner = await makeUser();
  admin = await tokenOf(await makeUser({ platformAdmin: true }));
});
afterAll(() => upstream.close());
beforeEach(async () => {
  workspace = await makeWorkspace(owner);
  ({ id: keyId, key } = await makeKey(workspace, owner.id, { budgetMicros: 1_000_000 }));
});

/** A stream that stands still until it is ended. @returns its request id and its response */
async function stall(secret = key): Promise<{ id: string; response: Response; leave(): void }> {
  const left = new AbortController();
  const response = await chat(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'demo-stall',
        stream: true,
        max_tokens: 50,
        messages: [{ role: 'user', content: 'hi' }],
      }),
      signal: left.signal,
    }),
  );
  // A machine that is busy may not have the store's answer within 100 ms.
  if (response.status === 503) return stall(secret);
  expect(response.status).toBe(200);
  return { id: response.headers.get('x-request-id') ?? '', response, leave: () => left.abort() };
}

type Page = { data: HoldView[]; next_cursor: string | null };
const list = (token: string, query: Record<string, string> = { workspace: workspace.id }) =>
  call<Page>(getHolds, token, { query });
const release = (token: string, id: string) =>
  call<ReleasedHoldView>(deleteHold, token, { method: 'DELETE', id });
const ids = ({ body }: Awaited<ReturnType<typeof list>>) => body.data.map((hold) => hold.id);

it('a running request is listed with what it holds, and no longer once it has ended', async () => {
  const { id, leave } = await stall();
  const { status, body } = await list(admin);
  expect([status, body.next_cursor]).toEqual([200, null]);
  const [hold] = body.data;
  expect(hold).toMatchObject({
    id,
    workspace_id: workspace.id,
    key_id: keyId,
    user_id: owner.id,
    resource: 'chat',
    model: 'demo-stall',
    streamed: true,
    held: { requests: 1, tokens: expect.any(Number), cost: expect.any(Number) },
  });
  expect(Date.parse(hold?.lease_ends_at ?? '') - Date.parse(hold?.admitted_at ?? '')).toBe(30_000);
  expect(hold?.reported.tokens).toBeLessThan(hold?.held.tokens ?? 0);
  leave();
  await expect.poll(async () => ids(await list(admin))).toEqual([]);
});

it('lists by workspace and key, oldest first, page by page', async () => {
  const other = await makeKey(workspace, owner.id);
  const elsewhere = await makeKey(await makeWorkspace(owner), owner.id);
  const [first, second, third] = [await stall(), await stall(other.key), await stall()];
  const foreign = await stall(elsewhere.key);
  expect(ids(await list(admin))).toEqual([first.id, second.id, third.id]);
  expect(ids(await list(admin, { workspace: workspace.id, key: other.id }))).toEqual([second.id]);
  expect(ids(await list(admin, { workspace: workspace.id, key: 'session' }))).toEqual([]);
  const page = await list(admin, { workspace: workspace.id, limit: '2' });
  expect([ids(page), page.body.next_cursor]).toEqual([[first.id, second.id], second.id]);
  const rest = await list(admin, { workspace: workspace.id, limit: '2', cursor: second.id });
  expect([ids(rest), rest.body.next_cursor]).toEqual([[third.id], null]);
  expect(ids(await list(admin, {}))).toEqual(expect.arrayContaining([first.id, foreign.id]));
  for (const one of [first, second, third, foreign]) one.leave();
  await expect.poll(async () => ids(await list(admin, {}))).toEqual([]);
});

it('a released hold is free at once: charged as last reported, flagged, audited, and its stream ends', async () => {
  const { id, response } = await stall();
  const reserved = async () => {
    const { body } = await call<{ data: { id: string; reserved: number; used: number }[] }>(
      workspaceQuota,
      admin,
      { id: workspace.id },
    );
    return body.data.find((limit) => limit.id === 'workspace:requests/*/concurrent')?.used;
  };
  expect(await reserved()).toBe(1);
  const [hold] = (await list(admin)).body.data;
  const released = await release(admin, id);
  expect(released).toMatchObject({ status: 200, body: { id, held: hold?.held } });
  expect(released.body.charged).toEqual(hold?.reported);
  expect(await reserved()).toBe(0);
  expect(ids(await list(admin))).toEqual([]);
  expect(await response.text()).toContain('was stopped');
  const audit = await auditEntries(workspace.id);
  expect(audit).toMatchObject([
    {
      action: 'hold.release',
      targetKind: 'request',
      targetId: id,
      targetName: 'demo-stall',
      before: { held: hold?.held },
      after: { charged: hold?.reported },
    },
  ]);
  expect(await release(admin, id)).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  expect(await auditEntries(workspace.id)).toHaveLength(1);
});

const errorOf = (body: unknown) => {
  const { error } = body as { error: { code: string; message: string } };
  return [error.code, error.message];
};

describe('who may', () => {
  let id: string;
  let leave: () => void;
  beforeEach(async () => {
    ({ id, leave } = await stall());
    return () => leave();
  });

  it.each(['viewer', 'developer', 'admin', 'owner'] as const)(
    'a %s sees holds and releases none',
    async (role) => {
      const token = await tokenOf(await makeMember(workspace.id, role));
      expect(ids(await list(token))).toEqual([id]);
      expect(await list(token, {})).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
      expect(await release(token, id)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
      expect(ids(await list(admin))).toEqual([id]);
    },
  );

  it('for a stranger, and for a token of another workspace, they do not exist', async () => {
    const missing = (await release(admin, newId())).body;
    const bound = await tokenOf(owner, (await makeWorkspace(owner)).id);
    for (const token of [await tokenOf(await makeUser()), bound]) {
      expect((await list(token)).status).toBe(404);
      const { status, body } = await release(token, id);
      expect([status, errorOf(body)]).toEqual([404, errorOf(missing)]);
    }
  });

  it('nobody without a token, and nothing by a broken id or query', async () => {
    expect((await call(getHolds, null)).status).toBe(401);
    expect((await call(deleteHold, null, { method: 'DELETE', id })).status).toBe(401);
    expect((await release(admin, 'x')).status).toBe(404);
    const wrong: Record<string, string>[] = [
      { workspace: 'x' },
      { limit: '0' },
      { key: 'all' },
      { owner: 'x' },
    ];
    for (const query of wrong) expect((await list(admin, query)).status, JSON.stringify(query)).toBe(400);
  });
});
