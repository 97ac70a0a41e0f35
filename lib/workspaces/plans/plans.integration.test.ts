import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { makeRevisions } from '../../testing/revision';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../../testing/tenants';
import { getCatalog } from '../catalogs';
import { requestUpgrade } from '../upgrades/request-upgrade';
import { createPlan } from './create-plan';
import { deletePlan } from './delete-plan';
import { editCatalog } from './edit-catalog';
import { editPlan } from './edit-plan';
import { getPlan } from './plan-detail';

let admin: TestUser;
let planId: string;
let slug: string;

beforeAll(async () => {
  await seedForTests();
  admin = await makeUser({ platformAdmin: true });
});
beforeEach(async () => {
  slug = `p${newId().slice(-8)}`;
  const body = { slug, name: 'Trial', limits: [perMinute(60)] };
  ({ id: planId } = await createPlan(admin.actor, 'headroom', body));
});

const perMinute = (limit: number | null) => ({
  metric: 'requests',
  scope: 'key',
  window: 'rolling 60000',
  limit,
});
const edit = (body: object) => editPlan(admin.actor, planId, body);
const trail = () => db().auditEntry.findMany({ where: { targetId: planId }, orderBy: { id: 'asc' } });

describe('editing a plan', () => {
  it('can be made on the revision that the plan was created with', async () => {
    const { id, catalog } = await createPlan(admin.actor, 'headroom', {
      slug: `${slug}x`,
      name: 'New',
      limits: [],
    });
    await expect(
      editPlan(admin.actor, id, { name: 'Newer', catalog_rev: catalog.rev }),
    ).resolves.toMatchObject({ name: 'Newer' });
  });

  it('is in force when it answers, with its audit entry and the catalog’s revision raised', async () => {
    const { id } = await makeWorkspace(await makeUser(), 'headroom', slug);
    const before = await getPlan(admin.actor, planId);
    await makeRevisions(id, 'headroom', before.catalog.rev);
    const month = { metric: 'requests', scope: 'workspace', window: 'month UTC', limit: 0 };
    const view = await edit({ name: 'Try', api_access: false, priority: 3, limits: [perMinute(90), month] });
    expect(view).toMatchObject({ name: 'Try', api_access: false, priority: 3, workspaces: 1, keys: 0 });
    expect(view.limits.map(({ window, limit }) => [window, limit])).toEqual([
      ['rolling 60000', 90],
      // One spelling for each window: it names the counter.
      ['month UTC 1', 0],
    ]);
    expect(view.catalog.rev).toBe(before.catalog.rev + 1);
    expect((await getCatalog('headroom')).rev).toBe(view.catalog.rev);
    expect((await trail()).at(-1)).toMatchObject({
      action: 'plan.update',
      before: { name: 'Trial', limits: [{ capacity: 60 }] },
      after: { name: 'Try', limits: [{ capacity: 90 }, { capacity: 0 }] },
    });
  });

  it('what a limit does without the store stays its own, unless it becomes another kind of limit', async () => {
    await db().planLimit.updateMany({ where: { planId }, data: { whenDown: 'closed' } });
    const whenDown = async () => (await db().planLimit.findFirstOrThrow({ where: { planId } })).whenDown;
    await edit({ limits: [perMinute(61)] });
    expect(await whenDown()).toBe('closed');
    await edit({ limits: [perMinute(null)] });
    expect(await whenDown()).toBe('open');
    await edit({ limits: [perMinute(5)] });
    expect(await whenDown()).toBe('local');
  });

  it('upload sizes are set, replaced and taken out; an edit that does not name them leaves them', async () => {
    const sizes = { batch_files: 3, image_bytes: 1, document_bytes: 0, video_bytes: 5 * 2 ** 40 };
    expect((await getPlan(admin.actor, planId)).sizes).toBeNull();
    expect((await edit({ sizes })).sizes).toEqual(sizes);
    expect((await edit({ name: 'Kept' })).sizes).toEqual(sizes);
    const published = (await getCatalog('headroom')).plans.find((plan) => plan.id === planId);
    expect(published?.sizes).toEqual(sizes);
    expect((await edit({ sizes: { ...sizes, batch_files: 4 } })).sizes).toEqual({ ...sizes, batch_files: 4 });
    expect((await trail()).at(-1)).toMatchObject({
      before: { uploads: { batch_files: 3 } },
      after: { uploads: { batch_files: 4 } },
    });
    expect((await edit({ sizes: null })).sizes).toBeNull();
    const withSizes = await createPlan(admin.actor, 'headroom', {
      slug: `${slug}-s`,
      name: 'S',
      limits: [],
      sizes,
    });
    expect(withSizes.sizes).toEqual(sizes);
  });

  it('of two who edit at once, the second is told to look again', async () => {
    const { catalog } = await getPlan(admin.actor, planId);
    const both = await Promise.allSettled([
      edit({ limits: [perMinute(1)], catalog_rev: catalog.rev }),
      edit({ limits: [perMinute(2)], catalog_rev: catalog.rev }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
  });

  it.each([
    [{ limits: [perMinute(-1)] }, /limits\.0\.limit must be at least 0/],
    [{ limits: [perMinute(1.5)] }, /limits\.0\.limit/],
    [{ limits: [perMinute(1), perMinute(2)] }, /limits\.1 counts the same as limits\.0/],
    [{ limits: [{ ...perMinute(1), window: 'weekly' }] }, /limits\.0\.window must be like/],
    [{ limits: [{ ...perMinute(1), window: 'rolling 500' }] }, /limits\.0\.window must be like/],
    [{ limits: [{ ...perMinute(1), window: 'rolling 9000000000' }] }, /not be longer than 31 days/],
    [{ limits: [{ ...perMinute(1), window: 'day Mars/Olympus' }] }, /IANA time zone/],
    [{ limits: [{ ...perMinute(1), window: 'standing' }] }, /"standing" for bytes, and for nothing else/],
    [{ limits: [{ ...perMinute(1), metric: 'tokens', window: 'concurrent' }] }, /must be requests/],
    [{ limits: [{ ...perMinute(5), ceiling: 4 }] }, /limits\.0\.ceiling must be at least the limit/],
    [{ limits: [{ ...perMinute(5), custom: true }] }, /limits\.0\.limit must be null/],
    [{ limits: [{ ...perMinute(5), resource: 'Chat!' }] }, /limits\.0\.resource/],
    [{ limits: [{ ...perMinute(5), capacity: 5 }] }, /limits\.0\.capacity is not a known field/],
    [
      { sizes: { batch_files: 0, image_bytes: 1, document_bytes: 1, video_bytes: 1 } },
      /sizes\.batch_files must be at least 1/,
    ],
    [{ sizes: { batch_files: 1, image_bytes: 1, document_bytes: 1 } }, /sizes\.video_bytes is required/],
    [
      { sizes: { batch_files: 1, image_bytes: 1, document_bytes: 1, video_bytes: 2 ** 43 } },
      /sizes\.video_bytes must be at most 5 TB/,
    ],
    [{ priority: 5 }, /priority must be at most 4/],
    [{ rank: 1 }, /rank is not a known field/],
    [{}, /Nothing to change/],
  ])('%j is refused in words, and nothing changes', async (body, message) => {
    await expect(edit(body)).rejects.toMatchObject({ status: 400, message: expect.stringMatching(message) });
    expect((await getPlan(admin.actor, planId)).limits[0]?.limit).toBe(60);
  });

  it('no member of a workspace edits plans or catalogs', async () => {
    const owner = await makeUser();
    await makeWorkspace(owner, 'headroom', slug);
    const forbidden = { code: 'forbidden' };
    await expect(editPlan(owner.actor, planId, { name: 'x' })).rejects.toMatchObject(forbidden);
    await expect(createPlan(owner.actor, 'headroom', {})).rejects.toMatchObject(forbidden);
    await expect(deletePlan(owner.actor, planId)).rejects.toMatchObject(forbidden);
    await expect(editCatalog(owner.actor, 'headroom', { name: 'x' })).rejects.toMatchObject(forbidden);
    await expect(getPlan(owner.actor, planId)).rejects.toMatchObject(forbidden);
  });
});

describe('adding and removing plans', () => {
  it('a new plan ranks above the others; a slug is taken once', async () => {
    const { plans } = await getCatalog('headroom');
    expect(plans.at(-1)?.slug).toBe(slug);
    await expect(
      createPlan(admin.actor, 'headroom', { slug, name: 'Again', limits: [] }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      createPlan(admin.actor, 'nowhere', { slug: 'x', name: 'x', limits: [] }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a plan goes when nobody needs it, and not before', async () => {
    const owner = await makeUser();
    const { id } = await makeWorkspace(owner, 'headroom', 'free');
    const request = await requestUpgrade(owner.actor, id, { plan: slug });
    await expect(deletePlan(admin.actor, planId)).rejects.toMatchObject({
      code: 'conflict',
      details: { requests: 1 },
    });
    await db().upgradeRequest.delete({ where: { id: request.id } });
    await deletePlan(admin.actor, planId);
    expect((await getCatalog('headroom')).plans.some((plan) => plan.slug === slug)).toBe(false);
    await expect(deletePlan(admin.actor, planId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a catalog keeps its last plan', async () => {
    const [standard] = (await getCatalog('aicredits')).plans;
    await expect(deletePlan(admin.actor, standard?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/only plan/),
    });
  });
});

describe('editing a catalog', () => {
  it('changes where its members are sent for more', async () => {
    const given = { upgrade_url: 'https://example.com/plans', sales_email: 'sales@example.com' };
    expect(await editCatalog(admin.actor, 'zihin', given)).toMatchObject(given);
    expect(await editCatalog(admin.actor, 'zihin', { upgrade_url: '/plans' })).toMatchObject({
      upgrade_url: '/plans',
    });
    for (const upgrade_url of ['javascript:alert(1)', '//evil.example', 'plans'])
      await expect(editCatalog(admin.actor, 'zihin', { upgrade_url })).rejects.toMatchObject({ status: 400 });
  });
});
