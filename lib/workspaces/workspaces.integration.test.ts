import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { record } from '../audit/record';
import { db } from '../db/client';
import { createKey } from '../keys/create-key';
import { shardOf, workspaceRevisionKey } from '../redis/keys';
import { store } from '../redis/store';
import { makeMember, makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { getCatalog, listCatalogs } from './catalogs';
import { createWorkspace } from './create-workspace';
import { getWorkspace } from './get-workspace';
import { listAudit } from './list-audit';
import { listWorkspaces } from './list-workspaces';
import { me } from './me';
import { patchWorkspace } from './patch-workspace';

let owner: TestUser;
let admin: TestUser;
let workspaceId: string;

beforeAll(async () => {
  await seedForTests();
  admin = await makeUser({ platformAdmin: true });
});
beforeEach(async () => {
  owner = await makeUser();
  ({ id: workspaceId } = await makeWorkspace(owner));
});

const trail = () => db().auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
const revKey = () => workspaceRevisionKey(shardOf(workspaceId), workspaceId);
const month = (capacity: number | null) => ({
  metric: 'requests',
  scope: 'workspace',
  window: 'month UTC 1',
  capacity,
});

describe('changing a workspace', () => {
  it('an admin’s tier change is audited and raised before it answers', async () => {
    await store().pipeline([['SET', revKey(), 1]]);
    const view = await patchWorkspace(admin.actor, workspaceId, { plan: 'team' });
    expect(view.plan).toMatchObject({ slug: 'team', rank: 2, api_access: true });
    expect(view.plan.limits[0]).toEqual({
      metric: 'requests',
      resource: null,
      scope: 'key',
      window: 'rolling 60000',
      limit: 600,
      ceiling: null,
      custom: false,
    });
    expect((await store().pipeline([['GET', revKey()]]))[0]).toBe('2');
    expect(await trail()).toMatchObject([
      { action: 'workspace.plan', actorId: admin.id, before: { plan: 'free' }, after: { plan: 'team' } },
    ]);
  });

  it('custom limits are replaced as a whole, with their notes', async () => {
    await patchWorkspace(admin.actor, workspaceId, { overrides: [{ ...month(5), note: 'agreed by mail' }] });
    const view = await patchWorkspace(admin.actor, workspaceId, {
      overrides: [month(null), { metric: 'requests', scope: 'key', window: 'rolling 60000', capacity: 7 }],
    });
    expect(view.overrides).toHaveLength(2);
    expect(view.overrides).toEqual(
      expect.arrayContaining([
        { ...month(null), resource: '' },
        { metric: 'requests', resource: '', scope: 'key', window: 'rolling 60000', capacity: 7 },
      ]),
    );
    const cleared = await patchWorkspace(admin.actor, workspaceId, { overrides: [] });
    expect(cleared.overrides).toEqual([]);
    expect((await trail()).map((entry) => entry.action)).toEqual(Array(3).fill('workspace.overrides'));
  });

  it('a custom plan without its numbers is refused, naming each; with them it is assigned', async () => {
    const { id } = await makeWorkspace(owner, 'zihin', 'free');
    const day = { metric: 'requests', scope: 'workspace', window: 'day UTC', capacity: 50_000 };
    const rate = { metric: 'requests', scope: 'key', window: 'rolling 60000', capacity: 900 };
    await expect(patchWorkspace(admin.actor, id, { plan: 'enterprise' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(
        /requests per key, rolling 60000.*workspace, day UTC.*workspace, month UTC 1/,
      ),
    });
    await expect(
      patchWorkspace(admin.actor, id, { plan: 'enterprise', overrides: [day, month(9)] }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/overrides: requests per key, rolling 60000\.$/),
      details: { missing: [{ metric: 'requests', resource: '', scope: 'key', window: 'rolling 60000' }] },
    });
    expect((await getWorkspace(admin.actor, id)).plan.slug).toBe('free');
    const view = await patchWorkspace(admin.actor, id, {
      plan: 'enterprise',
      overrides: [day, month(9), rate],
    });
    expect(view.plan.slug).toBe('enterprise');
    await expect(patchWorkspace(admin.actor, id, { overrides: [day] })).rejects.toMatchObject({
      details: { field: 'overrides' },
    });
    expect((await patchWorkspace(admin.actor, id, { plan: 'pro', overrides: [] })).plan.slug).toBe('pro');
  });

  it('suspending and lifting it are audited; suspending again keeps the first instant', async () => {
    expect((await patchWorkspace(admin.actor, workspaceId, { suspended: true })).suspended).toBe(true);
    const { suspendedAt } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    await patchWorkspace(admin.actor, workspaceId, { suspended: true });
    expect((await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } })).suspendedAt).toEqual(
      suspendedAt,
    );
    expect((await patchWorkspace(admin.actor, workspaceId, { suspended: false })).suspended).toBe(false);
  });

  it.each([
    [{ plan: 'gold' }, /no plan "gold" in Headroom. Use one of: free, team, business, enterprise/],
    [{ plan: 'developer' }, /no plan "developer"/],
    [{ overrides: [month(-1)] }, /overrides.0.capacity/],
    [{ overrides: [month(1.5)] }, /overrides.0.capacity/],
    [{ overrides: [{ ...month(1), window: 'weekly' }] }, /overrides.0.window must be like/],
    [{ overrides: [{ ...month(1), window: 'month Mars/Olympus 1' }] }, /IANA time zone/],
    [{ overrides: [{ ...month(1), window: 'month UTC 40' }] }, /day from 1 to 31/],
    [{ overrides: [month(1), month(2)] }, /Two overrides set the same limit/],
    [{ overrides: [month(1), { ...month(2), window: 'month UTC' }] }, /Two overrides set the same limit/],
    [{ suspended: 'yes' }, /suspended must be a boolean/],
    [{}, /Nothing to change/],
  ])('%j is refused in words, and nothing changes', async (body, message) => {
    await expect(patchWorkspace(admin.actor, workspaceId, body)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(message),
    });
    expect(await trail()).toEqual([]);
  });

  it('no member may change plan, custom limits or suspension, whatever the role; names are for owners and admins', async () => {
    for (const role of ['viewer', 'developer', 'admin', 'owner'] as const) {
      const user = role === 'owner' ? owner : await makeMember(workspaceId, role);
      for (const body of [
        { plan: 'team' },
        { overrides: [] },
        { suspended: false },
        { name: 'x', plan: 'team' },
      ]) {
        await expect(patchWorkspace(user.actor, workspaceId, body)).rejects.toMatchObject({
          code: 'forbidden',
        });
      }
      const rename = patchWorkspace(user.actor, workspaceId, { name: role });
      if (role === 'admin' || role === 'owner')
        await expect(rename).resolves.toMatchObject({ name: role, role });
      else await expect(rename).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect((await getWorkspace(owner.actor, workspaceId)).plan.slug).toBe('free');
  });

  it('a stranger meets the same 404 as for one that does not exist', async () => {
    const stranger = await makeUser();
    const said = (attempt: Promise<unknown>) =>
      attempt.catch((e: { code: string; message: string }) => [e.code, e.message]);
    for (const id of [workspaceId, crypto.randomUUID(), '../1']) {
      expect(await said(getWorkspace(stranger.actor, id))).toEqual([
        'not_found',
        'There is no workspace with this id.',
      ]);
      expect(await said(patchWorkspace(stranger.actor, id, { plan: 'team' }))).toEqual([
        'not_found',
        'There is no workspace with this id.',
      ]);
    }
  });

  it('two admins at once: the later decides on what the earlier left', async () => {
    await Promise.all([
      patchWorkspace(admin.actor, workspaceId, { plan: 'team' }),
      patchWorkspace(admin.actor, workspaceId, { plan: 'business' }),
    ]);
    const [first, second] = await trail();
    expect(second?.before).toEqual(first?.after);
    expect((await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } })).rev).toBe(3);
  });
});

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
    for (let i = 1; i < 20; i++) await createWorkspace(owner.actor, { name: `w${i}` });
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

describe('the audit log', () => {
  it('an admin reads all, owners and admins theirs, others none', async () => {
    await patchWorkspace(admin.actor, workspaceId, { plan: 'team' });
    const stranger = await makeUser();
    const elsewhere = await makeWorkspace(stranger);
    await patchWorkspace(admin.actor, elsewhere.id, { plan: 'team' });
    const mine = await listAudit(owner.actor, {});
    expect(mine.data.map((entry) => entry.workspace_id)).toEqual([workspaceId]);
    expect(mine.data[0]).toMatchObject({
      actor: { kind: 'user', id: admin.id, name: 'Ada' },
      action: 'workspace.plan',
      target: { kind: 'workspace', id: workspaceId },
      before: { plan: 'free' },
      after: { plan: 'team' },
    });
    const all = await listAudit(admin.actor, {});
    expect(new Set(all.data.map((entry) => entry.workspace_id))).toContain(elsewhere.id);
    await expect(listAudit(owner.actor, { workspace: elsewhere.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    for (const role of ['developer', 'viewer'] as const) {
      const user = await makeMember(workspaceId, role);
      await expect(listAudit(user.actor, {})).rejects.toMatchObject({ code: 'forbidden' });
      await expect(listAudit(user.actor, { workspace: workspaceId })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });

  it('pages without gaps through entries of one instant, and filters', async () => {
    const target = { kind: 'key', id: 'x', name: 'x' };
    await db().$transaction(async (tx) => {
      for (let i = 0; i < 5; i++)
        await record(tx, owner.actor, { action: `key.test${i}`, workspaceId, target });
    });
    await db().auditEntry.updateMany({ where: { workspaceId }, data: { at: new Date(1_700_000_000_000) } });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(owner.actor, {
        limit: '2',
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map((entry) => entry.action));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['key.test4', 'key.test3', 'key.test2', 'key.test1', 'key.test0']);
    const count = async (query: object) => (await listAudit(owner.actor, query)).data.length;
    expect(await count({ action: 'key.test3' })).toBe(1);
    expect(await count({ action: 'key' })).toBe(5);
    expect(await count({ actor: owner.id })).toBe(5);
    expect(await count({ actor: 'nobody' })).toBe(0);
    expect(await count({ from: '2023-11-14T22:13:20Z' })).toBe(5);
    expect(await count({ to: '2023-11-14T22:13:20Z' })).toBe(0);
    await expect(listAudit(owner.actor, { cursor: 'x' })).rejects.toMatchObject({
      details: { field: 'cursor' },
    });
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
  expect(one.models.map((model) => [model.name, model.weight])).toEqual([
    ['gemma3:4b', 1],
    ['gemma3:12b', 2],
    ['gemma3:27b', 4],
  ]);
  expect(one.plans[3]?.limits.every((limit) => limit.custom && limit.limit === null)).toBe(true);
  await expect(getCatalog('nope')).rejects.toMatchObject({ code: 'not_found' });
});
