import { describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { createKey } from '../keys/create-key';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeMember, makeWorkspace } from '../testing/tenants';
import { getCatalog, listCatalogs } from './catalogs';
import { createWorkspace } from './create-workspace';
import { listWorkspaces } from './list-workspaces';
import { me } from './me';
import { patchWorkspace } from './patch-workspace';

makeWorkspaceForEach();

describe('listing workspaces', () => {
  it('a member sees theirs, an admin all, page by page, with counts', async () => {
    await createKey(owner.actor, workspaceId, { name: 'k' });
    const second = await makeWorkspace(owner, 'zihin');
    await makeMember(workspaceId, 'viewer');
    const mine = await listWorkspaces(owner.actor, {});
    expect(mine.data.map((row) => row.id)).toEqual([second.id, workspaceId]);
    expect(mine.data[1]).toEqual({
      id: workspaceId,
      name: 'Acme',
      catalog: 'headroom',
      plan: { slug: 'free', name: 'Free' },
      currency: 'USD',
      owner_email: owner.email,
      members: 2,
      keys: 1,
      custom_limits: 0,
      suspended: false,
      created_at: expect.any(String),
    });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listWorkspaces>> = await listWorkspaces(admin.actor, {
        limit: '2',
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map((row) => row.id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await db().workspace.count());
  });

  it('finds by name, member, id, catalog, plan and suspension', async () => {
    await patchWorkspace(admin.actor, workspaceId, { name: 'Zebra Works', plan: 'team', suspended: true });
    const found = async (query: object) =>
      (await listWorkspaces(admin.actor, query)).data.map((row) => row.id);
    expect(await found({ q: 'zebra' })).toEqual([workspaceId]);
    expect(await found({ q: owner.email.slice(0, 8) })).toEqual([workspaceId]);
    expect(await found({ q: workspaceId })).toEqual([workspaceId]);
    expect(await found({ q: 'zebra', catalog: 'headroom', plan: 'team', suspended: 'true' })).toEqual([
      workspaceId,
    ]);
    expect(await found({ q: 'zebra', suspended: 'false' })).toEqual([]);
    expect(await found({ q: '%' })).toEqual([]);
  });
});

describe('a new workspace', () => {
  it('is on the lowest plan of its catalog and owned by the caller', async () => {
    const view = await createWorkspace(owner.actor, { name: 'Shop', catalog: 'aionvision' });
    expect(view).toMatchObject({ name: 'Shop', role: 'owner', plan: { slug: 'free', api_access: false } });
    await expect(createWorkspace(owner.actor, { name: 'x', catalog: 'nope' })).rejects.toMatchObject({
      message: expect.stringContaining('headroom, ajstudioz, aicredits, aionvision, zihin, priority'),
    });
  });

  it('a person owns at most 20', async () => {
    for (let i = 1; i < 19; i++) await createWorkspace(owner.actor, { name: `w${i}` });
    const last = [1, 2, 3].map((i) => createWorkspace(owner.actor, { name: `last ${i}` }));
    const done = (await Promise.allSettled(last)).map(({ status }) => status);
    expect(done.sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(createWorkspace(owner.actor, { name: 'more' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('me', () => {
  it('tells roles, and works in the chosen workspace, or else the oldest', async () => {
    const second = await makeWorkspace(owner, 'zihin');
    const seen = await me(owner.actor, null);
    expect(seen.user).toEqual({ id: owner.id, name: 'Ada', email: owner.email, platform_admin: false });
    expect(seen.workspaces.map((w) => [w.id, w.role, w.catalog, w.plan])).toEqual([
      [workspaceId, 'owner', 'headroom', 'free'],
      [second.id, 'owner', 'zihin', 'free'],
    ]);
    expect(seen.current_workspace_id).toBe(workspaceId);
    expect((await me(owner.actor, second.id)).current_workspace_id).toBe(second.id);
    expect((await me(owner.actor, crypto.randomUUID())).current_workspace_id).toBe(workspaceId);
  });
});

it('the catalogs are shown in their order with plans by rank and listed models alone', async () => {
  const all = await listCatalogs();
  expect(all.map((catalog) => catalog.id)).toEqual([
    'headroom',
    'ajstudioz',
    'aicredits',
    'aionvision',
    'zihin',
    'priority',
  ]);
  const one = await getCatalog('ajstudioz');
  expect(one.plans.map((plan) => plan.slug)).toEqual(['free', 'developer', 'pro', 'enterprise']);
  expect(one.models.map((model) => [model.name, model.weight, model.meter])).toEqual([
    ['gemma3:4b', 1, 'tokens'],
    ['gemma3:12b', 2, 'tokens'],
    ['gemma3:27b', 4, 'tokens'],
    ['embeddinggemma:300m', 1, 'tokens'],
  ]);
  expect(one.plans[3]?.limits.every((limit) => limit.custom && limit.limit === null)).toBe(true);
  await expect(getCatalog('nope')).rejects.toMatchObject({ code: 'not_found' });
});
