import { catalogs } from '../../prisma/catalogs/all';
import type { CatalogData, PlanData } from '../../prisma/catalogs/catalog';
import { METERS } from '../plans/resources';
import type { CatalogView, PublishedPlanView } from '../plans/schema';

function catalogView(catalog: CatalogData): CatalogView {
  return {
    id: catalog.id,
    name: catalog.name,
    rev: 1,
    key_prefix: catalog.keyPrefix,
    contract: catalog.contract,
    currency: catalog.currency,
    time_zone: catalog.timeZone,
    upgrade_url: catalog.upgradeUrl,
    sales_email: catalog.salesEmail,
    plans: catalog.plans.map((plan) => planView(catalog.id, plan)),
    models: catalog.models.map((model) => ({
      name: model.name,
      resource: model.resource ?? 'chat',
      meter: model.meter ?? METERS[model.resource ?? 'chat'][0],
      weight: model.weight ?? 1,
      input_price: model.inputPrice,
      output_price: model.outputPrice,
    })),
  };
}

const planView = (catalogId: string, plan: PlanData): PublishedPlanView => ({
  id: `${catalogId}/${plan.slug}`,
  slug: plan.slug,
  name: plan.name,
  rank: plan.rank,
  api_access: plan.apiAccess ?? true,
  priority: plan.priority ?? 1,
  limits: plan.limits.map((limit) => ({
    metric: limit.metric,
    resource: limit.resource ?? null,
    scope: limit.scope,
    window: limit.window,
    limit: limit.capacity,
    ceiling: limit.ceiling ?? null,
    custom: limit.custom ?? false,
  })),
  sizes: plan.sizes
    ? {
        batch_files: plan.sizes.batchFiles,
        image_bytes: plan.sizes.imageBytes,
        document_bytes: plan.sizes.documentBytes,
        video_bytes: plan.sizes.videoBytes,
      }
    : null,
});

/** The typed catalogs as the database publishes them after seeding, without a database. */
export const publishedCatalogs: readonly CatalogView[] = catalogs.map(catalogView);
