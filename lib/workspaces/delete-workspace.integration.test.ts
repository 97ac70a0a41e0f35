import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRule } from '../alerts/create-rule';
import { accessTo } from '../auth/access';
import { db, type Tx } from '../db/client';
import { newId } from '../ids';
import { createKey } from '../keys/create-key';
import { tokenOf } from '../testing/manage-call';
import { meanwhile } from '../testing/meanwhile';
import { ask, makeTenant, type Tenant } from '../testing/tenant-with-key';
import { makeMember, makeUser, seedForTests } from '../testing/tenants';
import { removeDeleted } from '../uploads/sweep';
import { adminOverview } from './admin-overview';
import { deleteWorkspace } from './delete-workspace';
import { listWorkspaces } from './list-workspaces';
import { me } from './me';
import { createInvite } from './members/create-invite';
import { patchWorkspace } from './patch-workspace';
import { createPlan } from './plans/create-plan';
import { deletePlan } from './plans/delete-plan';
import { requestUpgrade } from './upgrades/request-upgrade';

let tenant: Tenant;
let other: Tenant;

beforeAll(seedForTests);
beforeEach(async () => {
  tenant = await makeTenant({ plan: 'business' });
  other = await makeTenant();
});

const NAME = { name: 'Acme' };
const remove = (by: Tenant = tenant) => deleteWorkspace(by.owner.actor, tenant.workspace.id, NAME);
const call = async ({ key }: Tenant) => (await ask<unknown>(key, { resource: 'chat' })).status;

describe('a workspace that is deleted', () => {
  it('refuses its keys on the next request; others are not touched', async () => {
    expect([await call(tenant), await call(other)]).toEqual([200, 200]);
    expect(await remove()).toMatchObject({ id: tenant.workspace.id, members: 1, keys: 1, files: 0 });
    expect([await call(tenant), await call(other)]).toEqual([401, 200]);
  });

  it('is met by nobody any more: not by its members, not by admins, not in lists', async () => {
    const { id } = tenant.workspace;
    const admin = await makeUser({ platformAdmin: true });
    const bound = await tokenOf(tenant.owner, id);
    await remove();
    for (const { actor } of [tenant.owner, admin]) {
      await expect(accessTo(actor, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(deleteWorkspace(actor, id, NAME)).rejects.toMatchObject({ code: 'not_found' });
      await expect(createKey(actor, id, { name: 'k' })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await listWorkspaces(admin.actor, { q: id })).data).toEqual([]);
    expect(await me(tenant.owner.actor, id)).toMatchObject({ workspaces: [], current_workspace_id: null });
    expect(bound).toMatch(/^hrm_/);
    expect(await db().managementToken.count({ where: { workspaceId: id, revokedAt: null } })).toBe(0);
  });

  it('keeps its ledger and its audit log', async () => {
    const { id } = tenant.workspace;
    const row = {
      workspaceId: id,
      keyId: tenant.keyId,
      userId: tenant.owner.id,
      resource: 'chat',
      model: 'm',
    };
    const amounts = {
      requests: 1,
      tokensIn: 1,
      tokensOut: 1,
      tokensMetered: 2,
      costMicros: 9,
      durationMs: 1,
    };
    await db().rollupQuarter.create({ data: { startAt: new Date(0), ...row, outcome: 'ok', ...amounts } });
    await remove();
    expect(await db().rollupQuarter.count({ where: { workspaceId: id } })).toBe(1);
    // The last day's use is a sum; whose it was leads nowhere any more.
    await db().rollupQuarter.updateMany({ where: { workspaceId: id }, data: { startAt: new Date() } });
    const admin = await makeUser({ platformAdmin: true });
    expect((await adminOverview(admin.actor)).busiest.filter((row) => row.id === id)).toEqual([]);
    const entries = await db().auditEntry.findMany({ where: { workspaceId: id } });
    expect(entries.map(({ action, before }) => [action, before])).toEqual([
      ['workspace.delete', { name: 'Acme', plan: 'business', members: 1, keys: 1, files: 0 }],
    ]);
  });

  it('loses its files in the background', async () => {
    const { id } = tenant.workspace;
    const file = { userId: tenant.owner.id, name: 'a.png', via: 'stream', bytes: 5n, reservationId: newId() };
    const [gone, kept] = [newId(), newId()];
    await db().storedFile.create({ data: { id: gone, workspaceId: id, ...file } });
    await db().storedFile.create({ data: { id: kept, workspaceId: other.workspace.id, ...file } });
    expect(await remove()).toMatchObject({ files: 1 });
    expect(await removeDeleted()).toBe(1);
    expect(await db().storedFile.findMany({ select: { id: true } })).toEqual([{ id: kept }]);
    await db().storedFile.deleteMany();
  });

  it('does not keep its plan from being removed', async () => {
    const admin = await makeUser({ platformAdmin: true });
    const plan = await createPlan(admin.actor, 'headroom', {
      slug: 'short-lived',
      name: 'Short',
      limits: [],
    });
    await db().workspace.update({ where: { id: tenant.workspace.id }, data: { planId: plan.id } });
    await expect(deletePlan(admin.actor, plan.id)).rejects.toMatchObject({ code: 'conflict' });
    await remove();
    await deletePlan(admin.actor, plan.id);
    expect(await db().plan.count({ where: { id: plan.id } })).toBe(0);
  });
});

it('deleting takes the typed name and an owner', async () => {
  const { id } = tenant.workspace;
  const admin = await makeMember(id, 'admin');
  await expect(deleteWorkspace(tenant.owner.actor, id, { name: 'acme' })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { field: 'name' },
  });
  await expect(deleteWorkspace(admin.actor, id, NAME)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(remove(other)).rejects.toMatchObject({ code: 'not_found' });
  expect(await call(tenant)).toBe(200);
});

it('what is asked of a workspace that is deleted meanwhile is not done', async () => {
  const { owner, workspace } = tenant;
  const { id } = workspace;
  const changes = [
    () => createKey(owner.actor, id, { name: 'k' }),
    () => createInvite(owner.actor, id, { role: 'viewer' }),
    () => createRule(owner.actor, id, { name: 'r' }),
    () => patchWorkspace(owner.actor, id, { name: 'n' }),
    () => requestUpgrade(owner.actor, id, { plan: 'free' }),
  ];
  const mark = (deletedAt: Date | null, on: Pick<Tx, 'workspace'> = db()) =>
    on.workspace.update({ where: { id }, data: { deletedAt } });
  for (const change of changes) {
    expect(await meanwhile(id, change, (tx) => mark(new Date(), tx))).toBe('not_found');
    await mark(null);
  }
  expect(await db().upgradeRequest.count({ where: { workspaceId: id } })).toBe(0);
});

it('of two deletions at once, one deletes', async () => {
  const done = await Promise.allSettled([remove(), remove()]);
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
