import { db } from '../../db/client';
import { newId } from '../../ids';
import type { World } from './actors';
import { OUTSIDERS, type Row } from './row';
import {
  failedDelivery,
  inviteTo,
  memberOf,
  openHold,
  refusedRequest,
  ruleOf,
  upgradeBy,
  webhookOf,
} from './subjects';

const here = ({ id }: World) => ({ id });
const at = (route: string): Row => ({
  route: `GET workspaces/[id]${route}`,
  may: 'viewer',
  ok: 200,
  send: here,
});
const lastDay = ({ id }: World) => {
  const now = Date.now();
  const [from, to] = [new Date(now - 86_400_000).toISOString(), new Date(now).toISOString()];
  return { id, query: { from, to, interval: 'hour' } };
};
/** Credit is granted on a limit of money. */
const withBudget = async ({ id }: World) => {
  const limit = { metric: 'cost', resource: '', scope: 'workspace', window: 'month UTC 1' };
  await db().limitOverride.deleteMany({ where: { workspaceId: id } });
  await db().limitOverride.create({ data: { id: newId(), workspaceId: id, ...limit, capacity: 1_000_000n } });
  return { id, body: { amount: '1' } };
};
const readyToAsk = async (world: World) => {
  await upgradeBy(world, world.owner);
  await db().upgradeRequest.deleteMany({ where: { workspaceId: world.id } });
  return { id: world.id, body: { plan: 'business' } };
};

/** What belongs to a workspace. */
export const WORKSPACE_ROWS: readonly Row[] = [
  { route: 'GET workspaces', may: 'signed in', ok: 200 },
  at(''),
  at('/alerts'),
  at('/alerts/events'),
  at('/deliveries'),
  at('/files'),
  at('/keys'),
  at('/members'),
  at('/overview'),
  at('/plan-changes'),
  at('/quota'),
  at('/requests'),
  { ...at('/requests/[request]'), send: refusedRequest },
  at('/upgrade-requests'),
  { ...at('/usage'), send: lastDay },
  { ...at('/usage/latency'), send: lastDay },
  at('/webhooks'),
  { ...at('/invites'), may: 'admin' },
  ...(
    [
      ['its name', { name: 'Renamed' }, 'admin'],
      ['its origins', { origins: ['https://app.example.com'] }, 'admin'],
      ['its plan', { plan: 'business' }, 'platform'],
      ['its custom limits', { overrides: [] }, 'platform'],
      ['its upload sizes', { sizes: null }, 'platform'],
      ['its suspension', { suspended: false }, 'platform'],
    ] as const
  ).map(
    ([asks, body, may]): Row => ({
      route: 'PATCH workspaces/[id]',
      asks,
      may,
      ok: 200,
      // Another tenant's workspace is missing, whatever is asked of it.
      ...(may === 'platform' && { except: OUTSIDERS }),
      send: ({ id }) => ({ id, body }),
    }),
  ),
  {
    route: 'POST workspaces/[id]/keys',
    may: 'developer',
    ok: 201,
    send: ({ id }) => ({ id, body: { name: 'k' } }),
  },
  {
    route: 'POST workspaces/[id]/keys',
    asks: 'for somebody else',
    may: 'admin',
    ok: 201,
    send: ({ id, viewer }) => ({ id, body: { name: 'k', owner_id: viewer.id } }),
  },
  {
    route: 'POST workspaces/[id]/credit',
    may: 'platform',
    ok: 200,
    except: OUTSIDERS,
    send: withBudget,
  },
  {
    route: 'POST workspaces/[id]/invites',
    may: 'admin',
    ok: 201,
    send: ({ id }) => ({ id, body: { role: 'viewer' } }),
  },
  {
    route: 'POST workspaces/[id]/invites',
    asks: 'an owner',
    may: 'owner',
    ok: 201,
    send: ({ id }) => ({ id, body: { role: 'owner' } }),
  },
  {
    route: 'DELETE invites/[id]',
    may: 'admin',
    ok: 204,
    send: async (world) => ({ id: (await inviteTo(world)).id }),
  },
  {
    route: 'PATCH workspaces/[id]/members/[userId]',
    may: 'admin',
    ok: 200,
    send: async (world) => ({ ...(await memberOf(world)), body: { role: 'developer' } }),
  },
  {
    route: 'PATCH workspaces/[id]/members/[userId]',
    asks: 'to an owner',
    may: 'owner',
    ok: 200,
    send: async (world) => ({ ...(await memberOf(world)), body: { role: 'owner' } }),
  },
  {
    route: 'PATCH workspaces/[id]/members/[userId]',
    asks: 'of an owner',
    may: 'owner',
    ok: 200,
    send: async (world) => ({ ...(await memberOf(world, 'owner')), body: { role: 'viewer' } }),
  },
  { route: 'DELETE workspaces/[id]/members/[userId]', may: 'admin', ok: 204, send: (w) => memberOf(w) },
  {
    route: 'DELETE workspaces/[id]/members/[userId]',
    asks: 'an owner',
    may: 'owner',
    ok: 204,
    send: (world) => memberOf(world, 'owner'),
  },
  {
    route: 'POST workspaces/[id]/upgrade-requests',
    may: 'developer',
    ok: 201,
    send: readyToAsk,
  },
  {
    route: 'POST workspaces/[id]/alerts',
    may: 'admin',
    ok: 201,
    send: async (world) => {
      await ruleOf(world);
      return { id: world.id, body: { name: 'Near' } };
    },
  },
  {
    route: 'PATCH workspaces/[id]/alerts/[alert]',
    may: 'admin',
    ok: 200,
    send: async (world) => ({ ...(await ruleOf(world)), body: { name: 'Far' } }),
  },
  { route: 'DELETE workspaces/[id]/alerts/[alert]', may: 'admin', ok: 204, send: ruleOf },
  // Only the caller's own list changes.
  { route: 'POST workspaces/[id]/alerts/events/seen', may: 'viewer', ok: 204, send: here },
  {
    route: 'POST workspaces/[id]/webhooks',
    may: 'admin',
    ok: 201,
    send: async (world) => {
      await webhookOf(world);
      return { id: world.id, body: { name: 'Pager', url: 'https://hooks.example.com/b' } };
    },
  },
  {
    route: 'PATCH workspaces/[id]/webhooks/[webhook]',
    may: 'admin',
    ok: 200,
    send: async (world) => ({ ...(await webhookOf(world)), body: { name: 'Bell' } }),
  },
  { route: 'DELETE workspaces/[id]/webhooks/[webhook]', may: 'admin', ok: 204, send: webhookOf },
  { route: 'POST workspaces/[id]/webhooks/[webhook]/rotate', may: 'admin', ok: 200, send: webhookOf },
  { route: 'POST workspaces/[id]/webhooks/[webhook]/test', may: 'admin', ok: 201, send: webhookOf },
  { route: 'POST workspaces/[id]/deliveries/[delivery]/replay', may: 'admin', ok: 200, send: failedDelivery },
  {
    route: 'GET audit',
    may: 'signed in',
    ok: 200,
    except: {
      viewer: 403,
      developer: 403,
      'former member': 403,
      'platform admin’s token for the workspace': 403,
    },
  },
  {
    route: 'GET audit',
    asks: 'of the workspace',
    may: 'admin',
    ok: 200,
    send: ({ id }) => ({ query: { workspace: id } }),
  },
  { route: 'GET holds', may: 'platform', ok: 200 },
  {
    route: 'GET holds',
    asks: 'of the workspace',
    may: 'viewer',
    ok: 200,
    send: ({ id }) => ({ query: { workspace: id } }),
  },
  { route: 'DELETE holds/[id]', may: 'platform', ok: 200, except: OUTSIDERS, send: openHold },
  { route: 'GET workspaces/[id]/export', may: 'admin', ok: 200, send: here },
  {
    route: 'DELETE workspaces/[id]',
    may: 'owner',
    ok: 400,
    // With another name: the workspace is needed. lib/workspaces tests what goes.
    send: ({ id }) => ({ id, body: { name: 'Not its name' } }),
  },
  // After the audit log: it makes everybody an owner somewhere.
  {
    route: 'POST workspaces',
    may: 'signed in',
    ok: 201,
    // Who speaks for one workspace opens no other.
    except: {
      'acting, changing': 403,
      'owner’s token for another workspace': 403,
      'platform admin’s token for the workspace': 403,
    },
    send: () => ({ body: { name: 'Another' } }),
  },
];
