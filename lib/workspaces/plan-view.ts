import type { PlanSizes, Prisma } from '../db/generated/client';
import type { PlanView, UploadSizesView } from '../plans/schema';

export const PLAN_INCLUDE = {
  limits: { orderBy: { position: 'asc' as const } },
} satisfies Prisma.PlanInclude;

const whole = (value: bigint | null) => (value === null ? null : Number(value));

/** A plan as the compare table and forms read it. */
export const planView = (plan: Prisma.PlanGetPayload<{ include: typeof PLAN_INCLUDE }>): PlanView => ({
  id: plan.id,
  slug: plan.slug,
  name: plan.name,
  rank: plan.rank,
  api_access: plan.apiAccess,
  priority: plan.priority,
  limits: plan.limits.map((limit) => ({
    metric: limit.metric,
    resource: limit.resource || null,
    scope: limit.scope,
    window: limit.window,
    limit: whole(limit.capacity),
    ceiling: whole(limit.ceiling),
    custom: limit.custom,
  })),
});

type SizesRow = Omit<PlanSizes, 'planId'>;

/** What one upload may carry; null where a plan has no uploads. */
export const sizesView = (row: SizesRow | null): UploadSizesView | null =>
  row && {
    batch_files: row.batchFiles,
    image_bytes: Number(row.imageBytes),
    document_bytes: Number(row.documentBytes),
    video_bytes: Number(row.videoBytes),
  };

/** The same as the columns of a row. */
export const sizesRow = (sizes: UploadSizesView): SizesRow => ({
  batchFiles: sizes.batch_files,
  imageBytes: BigInt(sizes.image_bytes),
  documentBytes: BigInt(sizes.document_bytes),
  videoBytes: BigInt(sizes.video_bytes),
});
