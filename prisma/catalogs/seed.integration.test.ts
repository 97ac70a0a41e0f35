import { beforeAll, expect, it } from 'vitest';
import { db } from '../../lib/db/client';
import { unseal } from '../../lib/sealed';
import { catalogs } from './all';
import { demoModels } from './models';
import { seedCatalogs } from './seed';

const options = { upstreamBaseUrl: 'http://127.0.0.1:1/v1', upstreamKey: 'sk-secret', demoModels: false };
const count = async () => ({
  catalogs: await db().catalog.count(),
  plans: await db().plan.count(),
  limits: await db().planLimit.count(),
  sizes: await db().planSizes.count(),
  models: await db().model.count(),
});
const plans = catalogs.flatMap((c) => c.plans);

beforeAll(() => seedCatalogs(db(), options));

it('every plan, limit and listed model of the typed data becomes a row, and no demo model', async () => {
  expect(await count()).toEqual({
    catalogs: 6,
    plans: plans.length,
    limits: plans.flatMap((p) => p.limits).length,
    sizes: 4,
    models: catalogs.flatMap((c) => c.models).length,
  });
  expect(await db().model.count({ where: { listed: false } })).toBe(0);
});

it('what is written can be read back: capacity, ceiling, custom and what happens without the store', async () => {
  const limit = (catalogId: string, slug: string, metric: string, window: string) =>
    db().planLimit.findFirstOrThrow({ where: { plan: { catalogId, slug }, metric, window } });
  expect(await limit('aicredits', 'standard', 'requests', 'rolling 60000')).toMatchObject({
    capacity: 60n,
    ceiling: 10_000n,
    whenDown: 'local',
  });
  expect(await limit('zihin', 'enterprise', 'requests', 'month UTC 1')).toMatchObject({
    capacity: null,
    custom: true,
    whenDown: 'closed',
  });
  expect(await limit('headroom', 'enterprise', 'requests', 'month UTC 1')).toMatchObject({
    capacity: null,
    custom: false,
    whenDown: 'open',
  });
});

it('the provider key is stored sealed', async () => {
  const { sealedKey } = await db().upstream.findUniqueOrThrow({ where: { name: 'default' } });
  expect(sealedKey).not.toContain('sk-secret');
  expect(unseal(sealedKey ?? '')).toBe('sk-secret');
});

it('seeding again adds what is absent and overwrites nothing', async () => {
  const before = await count();
  const edited = await db().planLimit.findFirstOrThrow({
    where: { plan: { catalogId: 'zihin', slug: 'free' } },
  });
  await db().planLimit.update({ where: { id: edited.id }, data: { capacity: 7 } });
  await db().model.updateMany({ where: { catalogId: 'zihin' }, data: { inputPrice: 5 } });
  await db().model.deleteMany({ where: { catalogId: 'priority', name: 'gpt-4o' } });
  await db().upstream.updateMany({ data: { name: 'Renamed' } });

  await seedCatalogs(db(), { ...options, upstreamBaseUrl: 'http://127.0.0.1:2/v1', demoModels: true });

  expect(await count()).toEqual({ ...before, models: before.models + 6 * demoModels.length });
  expect(await db().planLimit.findUniqueOrThrow({ where: { id: edited.id } })).toMatchObject({
    capacity: 7n,
  });
  const zihin = catalogs.find((c) => c.id === 'zihin')?.models.length;
  expect(await db().model.count({ where: { catalogId: 'zihin', inputPrice: 5 } })).toBe(zihin);
  expect(await db().upstream.findMany()).toMatchObject([
    { name: 'Renamed', baseUrl: 'http://127.0.0.1:1/v1' },
  ]);
});
