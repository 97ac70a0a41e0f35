import * as z from 'zod';
import { METRICS } from '../../../plans/limit';
import type {
  CatalogView,
  LimitView,
  ModelView,
  PlanLimitView,
  PublishedPlanView,
  UploadSizesView,
} from '../../../plans/schema';
import type { PlanDetailView } from '../../../workspaces/plans/schema';
import { instant, text, viewOf, whole } from '../operation';

export const amountsByMetric = z.partialRecord(z.enum(METRICS), whole);

const limitShape = {
  id: text,
  metric: text,
  resource: text.nullable().meta({ description: 'null: every resource' }),
  scope: text,
  window: text.meta({
    description: '`rolling 60000`, `day UTC`, `month UTC 1`, `lifetime`, `concurrent` or `standing`',
  }),
  limit: whole.nullable().meta({ description: 'null is unlimited' }),
  used: whole.meta({ description: 'Leaves out `reserved`. Cost is in micro-units.' }),
  reserved: whole.meta({ description: 'What running requests hold.' }),
  remaining: whole.nullable(),
  reset_at: text.nullable().meta({ description: 'ISO instant; null where nothing resets' }),
  set_by: z.enum(['plan', 'workspace', 'key']),
};
export const limit = viewOf<LimitView>()('Limit', z.object(limitShape));
/** For views that add to it. */
export const limitFields = z.object(limitShape);

const planLimit = viewOf<PlanLimitView>()(
  'PlanLimit',
  z.object({
    metric: text,
    resource: text.nullable(),
    scope: text,
    window: text,
    limit: whole.nullable().meta({ description: 'null is unlimited, or custom' }),
    ceiling: whole.nullable().meta({ description: 'What a member may set a key to' }),
    custom: z.boolean(),
  }),
);

const planShape = {
  id: text,
  slug: text,
  name: text,
  rank: whole,
  api_access: z.boolean(),
  priority: whole,
  limits: z.array(planLimit),
};
export const uploadSizes = viewOf<UploadSizesView>()(
  'UploadSizes',
  z.object({
    batch_files: whole.meta({ description: 'Files of one batch' }),
    image_bytes: whole.meta({ description: 'Bytes of one image; 0: none are taken' }),
    document_bytes: whole,
    video_bytes: whole,
  }),
);

export const publishedPlan = viewOf<PublishedPlanView>()(
  'PublishedPlan',
  z.object({
    ...planShape,
    sizes: uploadSizes.nullable().meta({ description: 'null: no uploads' }),
  }),
);

export const planDetail = viewOf<PlanDetailView>()(
  'PlanDetail',
  z.object({
    ...planShape,
    sizes: uploadSizes.nullable().meta({ description: 'null: no uploads' }),
    catalog: z.object({ id: text, name: text, currency: text, time_zone: text, rev: whole }),
    workspaces: whole,
    keys: whole,
  }),
);

const publishedModel = viewOf<ModelView>()(
  'PublishedModel',
  z.object({
    name: text,
    resource: text,
    meter: text,
    weight: whole,
    input_price: whole.meta({ description: 'Micro-units of the currency per 10^6 of what the meter counts' }),
    output_price: whole,
  }),
);

export const catalog = viewOf<CatalogView>()(
  'Catalog',
  z.object({
    id: text,
    name: text,
    rev: whole,
    key_prefix: text,
    contract: text,
    currency: text,
    time_zone: text,
    upgrade_url: text,
    sales_email: text,
    plans: z.array(publishedPlan),
    models: z.array(publishedModel),
  }),
);

export const quotaAt = instant.meta({ description: 'Store time of the look' });
