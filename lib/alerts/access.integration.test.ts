import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  DELETE as deleteRule,
  PATCH as patchRule,
} from '../../app/api/manage/workspaces/[id]/alerts/[alert]/route';
import { GET as getEvents } from '../../app/api/manage/workspaces/[id]/alerts/events/route';
import { GET as getRules, POST as postRule } from '../../app/api/manage/workspaces/[id]/alerts/route';
import { POST as postReplay } from '../../app/api/manage/workspaces/[id]/deliveries/[delivery]/replay/route';
import { GET as getDeliveries } from '../../app/api/manage/workspaces/[id]/deliveries/route';
import { POST as postRotate } from '../../app/api/manage/workspaces/[id]/webhooks/[webhook]/rotate/route';
import {
  DELETE as deleteHook,
  PATCH as patchHook,
} from '../../app/api/manage/workspaces/[id]/webhooks/[webhook]/route';
import { POST as postTest } from '../../app/api/manage/workspaces/[id]/webhooks/[webhook]/test/route';
import { GET as getHooks, POST as postHook } from '../../app/api/manage/workspaces/[id]/webhooks/route';
import { db } from '../db/client';
import { call, type Handler, tokenOf } from '../testing/manage-call';
import { meanwhile } from '../testing/meanwhile';
import { makeMember, makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import { safeAddress } from './address';
import { postWebhook } from './post-webhook';
import type { AlertRuleView, DeliveryView, WebhookSecretView } from './schema';
import { sendDue } from './send';

const URL_ = 'https://hooks.example.com/secret-path';
let token: string;
let id: string;
let hook: WebhookSecretView;
let rule: AlertRuleView;

beforeAll(async () => {
  await seedForTests();
  const owner = await makeUser();
  token = await tokenOf(owner);
  ({ id } = await makeWorkspace(owner));
  hook = await create<WebhookSecretView>(postHook, { name: 'Pager', url: URL_ });
  rule = await create<AlertRuleView>(postRule, { name: 'Any', webhook_ids: [hook.id] });
});

async function create<T>(handler: Handler, body: object): Promise<T> {
  const answer = await call<T>(handler, token, { method: 'POST', id, body });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}
const refused = async (
  handler: Handler,
  body: object,
  params: Record<string, string> = {},
  method = 'POST',
) =>
  (
    await call<{ error: { code: string; details: { field: string } } }>(handler, token, {
      method,
      id,
      body,
      params,
    })
  ).body.error;

describe('who may do what', () => {
  const writes = (): [Handler, string, Record<string, string>, object | undefined][] => [
    [postRule, 'POST', {}, { name: 'x' }],
    [patchRule, 'PATCH', { alert: rule.id }, { name: 'x' }],
    [deleteRule, 'DELETE', { alert: rule.id }, undefined],
    [postHook, 'POST', {}, { name: 'x', url: URL_ }],
    [patchHook, 'PATCH', { webhook: hook.id }, { name: 'x' }],
    [deleteHook, 'DELETE', { webhook: hook.id }, undefined],
    [postRotate, 'POST', { webhook: hook.id }, {}],
    [postTest, 'POST', { webhook: hook.id }, undefined],
    [postReplay, 'POST', { delivery: hook.id }, undefined],
  ];

  it('viewers and developers read and change nothing; of an address they see no path', async () => {
    for (const role of ['viewer', 'developer'] as const) {
      const member = await tokenOf(await makeMember(id, role));
      for (const handler of [getRules, getEvents, getDeliveries])
        expect((await call(handler, member, { id })).status).toBe(200);
      const { body } = await call<{ data: { url: string }[] }>(getHooks, member, { id });
      expect(body.data.map(({ url }) => url)).toEqual(['https://hooks.example.com']);
      for (const [handler, method, params, sent] of writes())
        expect((await call(handler, member, { method, id, params, body: sent })).status).toBe(403);
    }
  });

  it('strangers meet a 404 on everything, and no workspace reaches another’s rules and webhooks', async () => {
    const other = await makeUser();
    const stranger = await tokenOf(other);
    const theirs = await makeWorkspace(other);
    for (const handler of [getRules, getEvents, getDeliveries, getHooks])
      expect((await call(handler, stranger, { id })).status).toBe(404);
    for (const [handler, method, params, sent] of writes()) {
      expect((await call(handler, stranger, { method, id, params, body: sent })).status).toBe(404);
      if (Object.keys(params).length === 0) continue;
      expect((await call(handler, stranger, { method, id: theirs.id, params, body: sent })).status).toBe(404);
    }
    const body = { name: 'x', webhook_ids: [hook.id] };
    expect(await call(postRule, stranger, { method: 'POST', id: theirs.id, body })).toMatchObject({
      status: 400,
      body: { error: { details: { field: 'webhook_ids' } } },
    });
  });

  it('admins of the workspace change all of it', async () => {
    const admin = await tokenOf(await makeMember(id, 'admin'));
    const made = await call<AlertRuleView>(postRule, admin, { method: 'POST', id, body: { name: 'Mine' } });
    expect(made).toMatchObject({
      status: 201,
      body: { limit: null, thresholds: [75, 90, 100], enabled: true },
    });
    const params = { alert: made.body.id };
    const patched = await call(patchRule, admin, {
      method: 'PATCH',
      id,
      params,
      body: { thresholds: [90, 50, 90] },
    });
    expect(patched).toMatchObject({ status: 200, body: { thresholds: [50, 90], name: 'Mine' } });
    expect((await call(deleteRule, admin, { method: 'DELETE', id, params })).status).toBe(204);
  });
});

describe('what is refused', () => {
  it.each([
    [{ name: 'x', no_such: 1 }, 'no_such'],
    [{ name: 'x', thresholds: [0] }, 'thresholds.0'],
    [{ name: 'x', thresholds: [101] }, 'thresholds.0'],
    [{ name: 'x', thresholds: [] }, 'thresholds'],
    [{ name: '' }, 'name'],
    [{ name: 'x', limit: 'everything' }, 'limit'],
    [{ name: 'x', limit: 'key:requests/*/whenever' }, 'limit'],
    [{ name: 'x', email: 'them' }, 'email'],
  ])('a rule %j', async (body, field) => {
    expect(await refused(postRule, body)).toMatchObject({ details: { field } });
  });

  it('webhooks that are not public or not https', async () => {
    for (const url of [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://169.254.169.254/',
      'https://localhost/',
    ]) {
      expect(await refused(postHook, { name: 'x', url })).toMatchObject({ details: { field: 'url' } });
      expect(await refused(patchHook, { url }, { webhook: hook.id }, 'PATCH')).toMatchObject({
        details: { field: 'url' },
      });
    }
  });
});

describe('a name that leads to this machine', () => {
  it('is refused after it is resolved, and nothing is connected to', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end()).on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(safeAddress('localhost')).rejects.toThrow('not public');
    await db().webhook.update({ where: { id: hook.id }, data: { url: `https://127.0.0.1:${port}/` } });
    const { body } = await call<DeliveryView>(postTest, token, {
      method: 'POST',
      id,
      params: { webhook: hook.id },
    });
    await sendDue();
    const log = await call<{ data: DeliveryView[] }>(getDeliveries, token, { id });
    expect(log.body.data.find((row) => row.id === body.id)).toMatchObject({
      status: 'pending',
      attempts: 1,
      log: [{ status: null, error: expect.stringContaining('public') }],
    });
    expect(await postWebhook(`http://localhost:${port}/`, { id: 'x', body: '{}' }, [])).toMatchObject({
      status: null,
    });
    expect(connections).toBe(0);
    server.close();
    await db().webhook.update({ where: { id: hook.id }, data: { url: URL_ } });
  });
});

describe('secrets', () => {
  it('are sealed at rest, and in no list, audit row or second answer', async () => {
    const rotated = await call<WebhookSecretView>(postRotate, token, {
      method: 'POST',
      id,
      params: { webhook: hook.id },
      body: { overlap_seconds: 60 },
    });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    const seen = JSON.stringify([
      (await call(getHooks, token, { id })).body,
      await db().webhook.findMany(),
      await db().auditEntry.findMany(),
    ]);
    expect(seen).not.toContain(hook.secret);
    expect(seen).not.toContain(rotated.body.secret);
    expect(seen).not.toContain('secret-path\\"');
    const actions = await db().auditEntry.findMany({ where: { workspaceId: id }, select: { action: true } });
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'webhook.create',
        'alert.create',
        'alert.update',
        'alert.delete',
        'webhook.rotate',
      ]),
    );
  });

  it('a webhook that is deleted beside its workspace does not keep that from going', async () => {
    const { id: gone } = await create<WebhookSecretView>(postHook, { name: 'Gone', url: URL_ });
    const watching = await create<AlertRuleView>(postRule, { name: 'Both', webhook_ids: [gone] });
    const byHand = () => call(deleteHook, token, { method: 'DELETE', id, params: { webhook: gone } });
    const answer = await meanwhile(id, byHand, async (tx) => {
      await tx.alertRule.deleteMany({ where: { id: watching.id } });
      await tx.webhook.deleteMany({ where: { id: gone } });
    });
    expect(answer).toMatchObject({ status: 404 });
  });

  it('a webhook that is deleted leaves every rule', async () => {
    const { id: gone } = await create<WebhookSecretView>(postHook, { name: 'Gone', url: URL_ });
    const watching = await create<AlertRuleView>(postRule, { name: 'Two', webhook_ids: [hook.id, gone] });
    expect((await call(deleteHook, token, { method: 'DELETE', id, params: { webhook: gone } })).status).toBe(
      204,
    );
    const { body } = await call<{ data: AlertRuleView[] }>(getRules, token, { id });
    expect(body.data.find((row) => row.id === watching.id)?.webhook_ids).toEqual([hook.id]);
  });
});
