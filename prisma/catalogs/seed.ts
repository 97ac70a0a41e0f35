import type { PrismaClient } from '../../lib/db/generated/client';
import { newId } from '../../lib/ids';
import { parseWindow } from '../../lib/plans/limit';
import { METERS } from '../../lib/plans/resources';
import { defaultWhenDown } from '../../lib/plans/when-down';
import { seal } from '../../lib/sealed';
import { catalogs } from './all';
import type { CatalogData, ModelData, PlanData } from './catalog';
import { demoModels } from './models';

export interface SeedOptions {
  /** Base of an OpenAI-compatible API, e.g. `http://127.0.0.1:11434/v1`. */
  upstreamBaseUrl: string;
  upstreamKey?: string | undefined;
  /** Whether to add the unlisted models that ask the demo's upstream for trouble. */
  demoModels: boolean;
}

/** Inserts the catalogs, plans, limits and models that are absent; what exists is never overwritten. */
export async function seedCatalogs(db: PrismaClient, options: SeedOptions): Promise<void> {
  const upstreamId = await seedUpstream(db, options);
  for (const [position, catalog] of catalogs.entries()) {
    await seedCatalog(db, catalog, position);
    for (const plan of catalog.plans) await seedPlan(db, catalog.id, plan);
    const listed = catalog.models.map((model, i) => modelRow(catalog.id, upstreamId, model, i, true));
    const hidden = demoModels.map((model, i) => modelRow(catalog.id, upstreamId, model, 1000 + i, false));
    await db.model.createMany({
      data: options.demoModels ? [...listed, ...hidden] : listed,
      skipDuplicates: true,
    });
  }
}

/** The first upstream there is, whatever it is called by now; one called `default` where there is none. */
async function seedUpstream(db: PrismaClient, options: SeedOptions): Promise<string> {
  const known = await db.upstream.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true } });
  if (known) return known.id;
  const row = await db.upstream.create({
    data: {
      id: newId(),
      name: 'default',
      baseUrl: options.upstreamBaseUrl,
      sealedKey: options.upstreamKey ? seal(options.upstreamKey) : null,
    },
  });
  return row.id;
}

async function seedCatalog(db: PrismaClient, catalog: CatalogData, position: number): Promise<void> {
  const { id, name, keyPrefix, contract, currency, timeZone, upgradeUrl, salesEmail } = catalog;
  const data = { id, name, keyPrefix, contract, currency, timeZone, upgradeUrl, salesEmail, position };
  await db.catalog.createMany({ data, skipDuplicates: true });
}

async function seedPlan(db: PrismaClient, catalogId: string, plan: PlanData): Promise<void> {
  const { slug, name, rank } = plan;
  if (await db.plan.findUnique({ where: { catalogId_slug: { catalogId, slug } } })) return;
  await db.plan.create({
    data: {
      id: newId(),
      catalogId,
      slug,
      name,
      rank,
      apiAccess: plan.apiAccess ?? true,
      priority: plan.priority ?? 1,
      limits: { create: plan.limits.map(limitRow) },
      ...(plan.sizes && { sizes: { create: plan.sizes } }),
    },
  });
}

function limitRow(limit: PlanData['limits'][number], position: number) {
  const { metric, resource = '', scope, window, capacity, ceiling, custom = false } = limit;
  // A custom number is agreed later: what it does when the store is down follows its kind, not its absence.
  const known = custom ? 1 : capacity;
  const whenDown = defaultWhenDown({ metric, window: parseWindow(window), capacity: known });
  return { id: newId(), position, metric, resource, scope, window, capacity, ceiling, custom, whenDown };
}

function modelRow(
  catalogId: string,
  upstreamId: string,
  model: ModelData,
  position: number,
  listed: boolean,
) {
  const { resource = 'chat', meter = METERS[resource][0] } = model;
  return {
    id: newId(),
    catalogId,
    upstreamId,
    resource,
    meter,
    name: model.name,
    upstreamModel: model.upstreamModel ?? model.name,
    inputPrice: model.inputPrice,
    outputPrice: model.outputPrice,
    weight: model.weight ?? 1,
    contextTokens: model.contextTokens,
    maxOutputTokens: model.maxOutputTokens,
    readsImages: model.readsImages ?? false,
    listed,
    position,
  };
}
