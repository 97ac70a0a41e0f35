import { describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeRevisions, storedRevision } from '../testing/revision';
import { makeMember, makeUser, makeWorkspace } from '../testing/tenants';
import { getWorkspace } from './get-workspace';
import { patchWorkspace } from './patch-workspace';

makeWorkspaceForEach();

const trail = () => db().auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
const month = (capacity: number | null) => ({
  metric: 'requests',
  scope: 'workspace',
  window: 'month UTC 1',
  capacity,
});

describe('changing a workspace', () => {
  it('an admin’s tier change is audited and raised before it answers', async () => {
    await makeRevisions(workspaceId, 'headroom');
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
    expect(await storedRevision(workspaceId)).toBe(2);
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

  it('upload sizes agreed with a workspace replace its plan’s, through a change of plan, until they are taken back', async () => {
    const { id } = await makeWorkspace(owner, 'aionvision', 'starter');
    const planned = (await getWorkspace(admin.actor, id)).sizes;
    expect(planned).toMatchObject({ batch_files: 20, image_bytes: 50 * 2 ** 20 });
    const sizes = { batch_files: 33, image_bytes: 1, document_bytes: 0, video_bytes: 2 ** 40 };
    const view = await patchWorkspace(admin.actor, id, { sizes });
    expect(view).toMatchObject({ sizes, sizes_set_by: 'workspace', plan: { sizes: planned } });
    expect((await patchWorkspace(admin.actor, id, { plan: 'professional' })).sizes).toEqual(sizes);
    const back = await patchWorkspace(admin.actor, id, { sizes: null });
    expect(back).toMatchObject({ sizes: { image_bytes: 100 * 2 ** 20 }, sizes_set_by: 'plan' });
    const entries = await db().auditEntry.findMany({ where: { workspaceId: id, action: 'workspace.sizes' } });
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({ before: { uploads: planned }, after: { uploads: sizes } });
    await expect(patchWorkspace(owner.actor, id, { sizes })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      patchWorkspace(admin.actor, id, { sizes: { ...sizes, audio_bytes: 1 } }),
    ).rejects.toMatchObject({ code: 'unknown_field', details: { field: 'sizes.audio_bytes' } });
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
    [
      { overrides: [{ ...month(1), window: 'rolling 9000000000000000' }] },
      /window must not be longer than 31 days/,
    ],
    [{ overrides: [{ ...month(1), metric: 'tokens', window: 'concurrent' }] }, /metric must be requests/],
    [{ overrides: [{ ...month(1), metric: 'bytes' }] }, /"standing" for bytes, and for nothing else/],
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
