import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

vi.hoisted(() => {
  process.env.WEBHOOKS_TO_LOOPBACK = '1';
});

import { GET as getEvents } from '../../app/api/manage/workspaces/[id]/alerts/events/route';
import { POST as postSeen } from '../../app/api/manage/workspaces/[id]/alerts/events/seen/route';
import { POST as postRule } from '../../app/api/manage/workspaces/[id]/alerts/route';
import { POST as postReplay } from '../../app/api/manage/workspaces/[id]/deliveries/[delivery]/replay/route';
import { GET as getDeliveries } from '../../app/api/manage/workspaces/[id]/deliveries/route';
import { POST as postRotate } from '../../app/api/manage/workspaces/[id]/webhooks/[webhook]/rotate/route';
import { POST as postWebhook } from '../../app/api/manage/workspaces/[id]/webhooks/route';
import { POST as chat } from '../../app/api/v1/chat/completions/route';
import { lookAtKeys, lookAtWorkspace } from '../admission/look-at';
import { db } from '../db/client';
import { gatewayForTests } from '../testing/gateway';
import { call } from '../testing/manage-call';
import { asHolder, makeTenant, type Tenant } from '../testing/tenant-with-key';
import { evaluate } from './evaluate';
import { Receiver, signedHeaders } from './receiver.fixture';
import type { AlertEventsView, AlertRuleView, DeliveryView, WebhookSecretView } from './schema';
import { BACKOFF_MS, sendDue } from './send';

const FIGURES = { member: lookAtWorkspace, keys: lookAtKeys };
const LIMIT = 'key:requests/*/rolling 60000';
const receiver = new Receiver();
let url: string;
let upstream: Awaited<ReturnType<typeof gatewayForTests>>;

beforeAll(async () => {
  upstream = await gatewayForTests();
  url = await receiver.listen();
});
afterAll(async () => {
  await receiver.close();
  await upstream.close();
});

/** A tenant that is told of a key with four requests a minute, at its own receiver. */
async function watched(thresholds: number[], also: object = {}) {
  const tenant = await makeTenant({ rpm: 4 });
  const hook = await post<WebhookSecretView>(tenant, postWebhook, { name: 'Pager', url });
  const rule = await post<AlertRuleView>(tenant, postRule, {
    name: 'Requests',
    limit: LIMIT,
    thresholds,
    webhook_ids: [hook.id],
    ...also,
  });
  receiver.received.length = 0;
  receiver.answers.length = 0;
  return { tenant, hook, rule };
}

async function post<T>(
  { token, workspace }: Tenant,
  handler: Parameters<typeof call>[0],
  body: object = {},
  params: Record<string, string> = {},
): Promise<T> {
  const answer = await call<T>(handler, token, { method: 'POST', id: workspace.id, params, body });
  expect(answer.status).toBeLessThan(300);
  return answer.body;
}

async function ask({ key }: Tenant, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const body = JSON.stringify({ model: 'demo-tokens-20', messages: [{ role: 'user', content: 'Hi' }] });
    expect((await chat(asHolder(key, '/v1/chat/completions', { method: 'POST', body }))).status).toBe(200);
  }
}

const look = ({ workspace }: Tenant, nowMs?: number) => evaluate(workspace, FIGURES, nowMs);
const deliveries = async ({ token, workspace }: Tenant): Promise<DeliveryView[]> =>
  (await call<{ data: DeliveryView[] }>(getDeliveries, token, { id: workspace.id })).body.data;
const events = async ({ token, workspace }: Tenant): Promise<AlertEventsView> =>
  (await call<AlertEventsView>(getEvents, token, { id: workspace.id })).body;

describe('an alert by webhook', () => {
  it('tells of a threshold that real requests crossed, signed so that a receiver can verify it', async () => {
    const { tenant, hook, rule } = await watched([50, 75, 100]);
    expect(await look(tenant)).toEqual([]);
    await ask(tenant, 2);
    expect(await look(tenant)).toMatchObject([{ threshold: 50, used: 2n, capacity: 4n }]);
    expect(await sendDue()).toBe(1);
    const [got] = receiver.received;
    if (!got) throw new Error('nothing was received');
    expect(new Webhook(hook.secret).verify(got.body, signedHeaders(got))).toMatchObject({
      type: 'limit.threshold_crossed',
      data: {
        rule: { id: rule.id, name: 'Requests' },
        workspace: { id: tenant.workspace.id },
        subject: { scope: 'key', id: tenant.keyId },
        threshold: 50,
        limit: { id: LIMIT, metric: 'requests', resource: null, window: 'rolling 60000', capacity: 4 },
        used: 2,
        remaining: 2,
      },
    });
    const another = await watched([50]);
    expect(() => new Webhook(another.hook.secret).verify(got.body, signedHeaders(got))).toThrow();
    expect(() => new Webhook(hook.secret).verify(`${got.body} `, signedHeaders(got))).toThrow();
    expect(await deliveries(tenant)).toMatchObject([
      { status: 'delivered', attempts: 1, next_attempt_at: null, log: [{ status: 204, error: null }] },
    ]);
  });

  it('tells of each threshold once, however often and by however many it is looked at', async () => {
    const { tenant } = await watched([25, 50, 75]);
    await ask(tenant, 2);
    const found = await Promise.all([look(tenant), look(tenant), look(tenant)]);
    expect(
      found
        .flat()
        .map(({ threshold }) => threshold)
        .sort(),
    ).toEqual([25, 50]);
    await ask(tenant, 1);
    expect(await look(tenant)).toMatchObject([{ threshold: 75 }]);
    expect(await look(tenant)).toEqual([]);
    await Promise.all([sendDue(), sendDue(), sendDue()]);
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.threshold).sort()).toEqual([25, 50, 75]);
  });

  it('is retried ever later under the same id until it is taken, and given up after the last time', async () => {
    const { tenant, hook } = await watched([25]);
    await ask(tenant, 1);
    await look(tenant);
    let now = Date.now();
    receiver.answers.push({ status: 500 }, { status: 302, headers: { location: url } });
    await sendDue(now);
    expect(await sendDue(now + 4_999)).toBe(0);
    now += 6_000;
    await sendDue(now);
    expect(receiver.received).toHaveLength(2);
    now += 70_000;
    await sendDue(now);
    const [first, second, third] = receiver.received;
    expect(receiver.received).toHaveLength(3);
    expect(new Set([first, second, third].map((got) => got?.headers['webhook-id'])).size).toBe(1);
    expect(await deliveries(tenant)).toMatchObject([
      {
        status: 'delivered',
        log: [
          { status: 500, error: 'Answered 500 instead of 2xx.' },
          { status: 302, error: 'Answered 302: redirects are not followed.' },
          { status: 204, error: null },
        ],
      },
    ]);
    const [{ id: delivery } = { id: '' }] = await deliveries(tenant);
    await post(tenant, postReplay, {}, { delivery });
    for (const waitMs of [0, ...BACKOFF_MS]) {
      receiver.answers.push({ status: 503 });
      now += waitMs * 1.2;
      expect(await sendDue(now)).toBe(1);
    }
    expect(await deliveries(tenant)).toMatchObject([{ status: 'failed', next_attempt_at: null }]);
    await post(tenant, postReplay, {}, { delivery });
    await sendDue();
    expect(await deliveries(tenant)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    const last = receiver.received.at(-1);
    if (!last) throw new Error('nothing was received');
    expect(last.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(new Webhook(hook.secret).verify(last.body, signedHeaders(last))).toBeDefined();
  });

  it('is signed by both secrets while one replaces the other, and by the new one alone after', async () => {
    const { tenant, hook } = await watched([25, 50]);
    const params = { webhook: hook.id };
    const { secret } = await post<WebhookSecretView>(tenant, postRotate, {}, params);
    expect(secret).not.toBe(hook.secret);
    await ask(tenant, 1);
    await look(tenant);
    await sendDue();
    const [both] = receiver.received;
    if (!both) throw new Error('nothing was received');
    for (const known of [secret, hook.secret])
      expect(new Webhook(known).verify(both.body, signedHeaders(both))).toBeDefined();
    await db().webhook.update({ where: { id: hook.id }, data: { previousUntil: new Date(Date.now() - 1) } });
    await ask(tenant, 1);
    await look(tenant);
    await sendDue();
    const [, alone] = receiver.received;
    if (!alone) throw new Error('nothing was received');
    expect(new Webhook(secret).verify(alone.body, signedHeaders(alone))).toBeDefined();
    expect(() => new Webhook(hook.secret).verify(alone.body, signedHeaders(alone))).toThrow();
  });

  it('switches a webhook off whose receiver says that it is gone', async () => {
    const { tenant, hook } = await watched([25]);
    await ask(tenant, 1);
    await look(tenant);
    receiver.answers.push({ status: 410 });
    await sendDue();
    expect(await db().webhook.findUniqueOrThrow({ where: { id: hook.id } })).toMatchObject({
      enabled: false,
    });
    expect(await deliveries(tenant)).toMatchObject([{ status: 'failed', attempts: 1 }]);
  });
});

describe('the list of alerts', () => {
  it('shows what was crossed, newest first, and what the reader has not seen', async () => {
    const { tenant, rule } = await watched([25, 50]);
    await ask(tenant, 1);
    await look(tenant);
    await ask(tenant, 1);
    await look(tenant);
    expect(await events(tenant)).toMatchObject({
      unseen: 2,
      data: [
        { threshold: 50, rule_id: rule.id, used: 2, capacity: 4, seen: false },
        { threshold: 25, used: 1, subject: { scope: 'key', id: tenant.keyId } },
      ],
    });
    await post(tenant, postSeen);
    expect(await events(tenant)).toMatchObject({ unseen: 0, data: [{ seen: true }, { seen: true }] });
  });
});
