import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import type { CatalogView } from '../plans/schema';
import { PLAN_INCLUDE, planView, sizesView } from './plan-view';

const INCLUDE = {
  plans: { orderBy: { rank: 'asc' as const }, include: { ...PLAN_INCLUDE, sizes: true } },
  models: { where: { listed: true, enabled: true }, orderBy: [{ position: 'asc' as const }] },
} satisfies Prisma.CatalogInclude;

/** Every catalog with its plans and listed models: published figures, for anyone. */
export async function listCatalogs(): Promise<CatalogView[]> {
  const rows = await db().catalog.findMany({ orderBy: { position: 'asc' }, include: INCLUDE });
  return rows.map(catalogView);
}

/** @throws AppError `not_found` */
export async function getCatalog(id: string): Promise<CatalogView> {
  const row = await db().catalog.findUnique({ where: { id }, include: INCLUDE });
  if (!row) throw new AppError('not_found', 'There is no catalog with this id.');
  return catalogView(row);
}

const catalogView = (row: Prisma.CatalogGetPayload<{ include: typeof INCLUDE }>): CatalogView => ({
  id: row.id,
  name: row.name,
  rev: row.rev,
  key_prefix: row.keyPrefix,
  contract: row.contract,
  currency: row.currency,
  time_zone: row.timeZone,
  upgrade_url: row.upgradeUrl,
  sales_email: row.salesEmail,
  plans: row.plans.map((plan) => ({ ...planView(plan), sizes: sizesView(plan.sizes) })),
  models: row.models.map((model) => ({
    name: model.name,
    resource: model.resource,
    meter: model.meter,
    weight: model.weight,
    input_price: Number(model.inputPrice),
    output_price: Number(model.outputPrice),
  })),
});
