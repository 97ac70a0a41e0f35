import { POST as verify } from '../../../app/api/v1/keys/verify/route';
import { SYSTEM } from '../../actor';
import { createRule } from '../../alerts/create-rule';
import { createWebhook } from '../../alerts/create-webhook';
import { openSession } from '../../auth/session';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { createModel } from '../../models/create-model';
import { createUpstream } from '../../models/create-upstream';
import { createInvite } from '../../workspaces/members/create-invite';
import { createPlan } from '../../workspaces/plans/create-plan';
import { requestUpgrade } from '../../workspaces/upgrades/request-upgrade';
import { makeKey } from '../gateway';
import { call, tokenOf } from '../manage-call';
import { makeMember, type TestUser } from '../tenants';
import type { World } from './actors';

/* New things that a call is about, each with the id that it has in the path. */

let made = 0;
const fresh = (word: string) => `${word}-${made++}`;

export const keyOf = async (world: World, owner: TestUser) => {
  const { id } = await makeKey(world.workspace, owner.id, { budgetMicros: 1_000_000 });
  return { id };
};

export const inviteTo = async (world: World) => {
  const { id, token } = await createInvite(SYSTEM, world.id, { role: 'viewer' });
  return { id, token };
};

export const memberOf = async (world: World, role: 'viewer' | 'owner' = 'viewer') => ({
  id: world.id,
  params: { userId: (await makeMember(world.id, role)).id },
});

export const sessionOf = async (user: TestUser) => ({
  id: await openSession(user.id, { ip: null, userAgent: null }),
});

export const managementTokenOf = async (user: TestUser) => {
  await tokenOf(user);
  const row = await db().managementToken.findFirst({ where: { userId: user.id }, orderBy: { id: 'desc' } });
  return { id: row?.id ?? '' };
};

export const planOf = async (catalog = 'headroom') => {
  const { id } = await createPlan(SYSTEM, catalog, { slug: fresh('plan'), name: 'Some plan', limits: [] });
  return { id };
};

const UPSTREAM = { base_url: 'http://127.0.0.1:9/v1' };

export const newUpstream = () => ({ name: fresh('upstream'), ...UPSTREAM });

export const upstreamRow = async () => ({ id: (await createUpstream(SYSTEM, newUpstream())).id });

export const newModel = async () => ({
  catalog: 'headroom',
  name: fresh('model'),
  resource: 'chat' as const,
  upstream_id: (await db().upstream.findFirstOrThrow()).id,
  input_price: 1,
  output_price: 1,
  context_tokens: 1000,
  max_output_tokens: 100,
});

export const modelRow = async () => ({ id: (await createModel(SYSTEM, await newModel())).id });

export const webhookOf = async (world: World) => {
  // A workspace has at most 20.
  await db().webhook.deleteMany({ where: { workspaceId: world.id } });
  const body = { name: 'Pager', url: 'https://hooks.example.com/a' };
  return { id: world.id, params: { webhook: (await createWebhook(SYSTEM, world.id, body)).id } };
};

export const ruleOf = async (world: World) => {
  await db().alertRule.deleteMany({ where: { workspaceId: world.id } });
  return { id: world.id, params: { alert: (await createRule(SYSTEM, world.id, { name: 'Near' })).id } };
};

export const failedDelivery = async (world: World) => {
  const { params } = await webhookOf(world);
  const delivery = newId();
  await db().delivery.create({
    data: {
      id: delivery,
      workspaceId: world.id,
      webhookId: params.webhook,
      type: 'webhook.test',
      body: '{}',
      status: 'failed',
      attempts: 3,
    },
  });
  return { id: world.id, params: { delivery } };
};

/** A request for a higher plan, which only one of a workspace may be open. */
export const upgradeBy = async (world: World, user: TestUser) => {
  await db().upgradeRequest.deleteMany({ where: { workspaceId: world.id } });
  const plan = await db().plan.findFirstOrThrow({ where: { catalogId: 'headroom', slug: 'team' } });
  await db().workspace.update({ where: { id: world.id }, data: { planId: plan.id } });
  return { id: (await requestUpgrade(user.actor, world.id, { plan: 'business' })).id };
};

export const refusedRequest = async (world: World) => {
  const request = newId();
  const row = { workspaceId: world.id, keyId: 'session', code: 'rate_limit_exceeded', details: {} };
  await db().denialReceipt.create({ data: { id: request, at: new Date(), ...row } });
  return { id: world.id, params: { request } };
};

/** What another service holds for a request of its own. */
export const openHold = async (world: World) => {
  const { key } = await makeKey(world.workspace, world.owner.id);
  const sent = { method: 'POST', body: { key, resource: 'chat' } };
  const { body } = await call<{ reservation_id: string }>(verify, await tokenOf(world.owner), sent);
  return { id: body.reservation_id };
};

/** An entry of the stream that the ledger could not read. */
export const deadLetter = async () => {
  const id = newId();
  await db().deadLetter.create({
    data: { id, shard: 0, streamId: `1-${made++}`, payload: '', error: 'test' },
  });
  return { id };
};
