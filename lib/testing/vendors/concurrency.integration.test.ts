import { afterAll, beforeAll, expect, it } from 'vitest';
import { admit } from '../../admission/admit';
import { db } from '../../db/client';
import type { DemoUpstream } from '../../demo/upstream/server';
import { chatWork } from '../../gateway/chat';
import { newId } from '../../ids';
import { gatewayForTests } from '../gateway';
import { waitForTheStore } from '../patient';
import { sessionHeaders } from '../session';
import { chatRequest } from './clocked';
import { AT_A_TIME } from './published';
import { makeTenant, type Tenant } from './tenant';

/** Every plan's requests at a time, held open by answers that stand still. */

const SECOND = 'demo-stall-second';

let upstream: DemoUpstream;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
  // One process calls an upstream 1,000 times at once, no more: the largest plan is tried on two.
  const { id: _id, ...row } = await db().upstream.findFirstOrThrow();
  const second = await db().upstream.create({ data: { ...row, id: newId(), name: 'second' } });
  for (const model of await db().model.findMany({ where: { name: 'demo-stall' } })) {
    const place = { id: newId(), name: SECOND, upstreamId: second.id };
    await db().model.create({ data: { ...model, ...place } });
  }
});
afterAll(() => upstream.close());

let turn = 0;
function open(tenant: Tenant): Promise<Response> {
  const model = turn++ % 2 === 0 ? 'demo-stall' : SECOND;
  return admit(chatRequest(tenant, { model, stream: true, max_tokens: 16 }), chatWork);
}
const leave = (answers: Response[]) => Promise.all(answers.map(({ body }) => body?.cancel()));

it.each(AT_A_TIME)(
  '%s %s: %i at a time',
  async (catalog, plan, live) => {
    const tenant = await makeTenant(catalog, plan, {
      agreed: [{ scope: 'key', window: 'rolling 60000', capacity: null }],
    });
    const held = await Promise.all(Array.from({ length: live }, () => open(tenant)));
    expect(new Set(held.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await open(tenant);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(refused.status).toBe(429);
    expect(error.code).toBe('concurrency_limit_exceeded');
    expect(error.message).toContain('concurrent');
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect(refused.headers.get('retry-after-ms')).toBe('1000');
    expect(refused.headers.has('x-should-retry')).toBe(false);

    await leave(held.splice(0, 1));
    await expect.poll(async () => held.push(await open(tenant)) && held.at(-1)?.status).toBe(200);
    expect((await open(tenant)).status).toBe(429);
    await leave(held);
  },
  60_000,
);

it("aicredits' five are the user's, across all of their keys", async () => {
  const tenant = await makeTenant('aicredits', 'standard');
  const other = { ...tenant, key: await tenant.anotherKey() };
  const held = await Promise.all([open(tenant), open(other), open(tenant), open(other), open(tenant)]);
  expect(held.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect([(await open(tenant)).status, (await open(other)).status]).toEqual([429, 429]);
  await leave(held);
});

it("aicredits' five count the user's own browser session too", async () => {
  const tenant = await makeTenant('aicredits', 'standard');
  const browser = { ...(await sessionHeaders(tenant.ownerId)), 'x-headroom-workspace': tenant.id };
  const body = { model: 'demo-stall', stream: true, max_tokens: 16 };
  const byBrowser = () =>
    admit(
      chatRequest(tenant, body, () => browser),
      chatWork,
    );
  const held = await Promise.all([open(tenant), open(tenant), open(tenant), byBrowser(), byBrowser()]);
  expect(held.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect([(await open(tenant)).status, (await byBrowser()).status]).toEqual([429, 429]);
  await leave(held);
});

it("ajstudioz' two are each key's own", async () => {
  const tenant = await makeTenant('ajstudioz', 'free');
  const other = { ...tenant, key: await tenant.anotherKey() };
  const held = await Promise.all([open(tenant), open(tenant), open(other), open(other)]);
  expect(held.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect([(await open(tenant)).status, (await open(other)).status]).toEqual([429, 429]);
  await leave(held);
});
