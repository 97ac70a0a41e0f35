import type { Access } from '../auth/access';
import type { Prisma } from '../db/generated/client';
import type { LimitInput } from '../plans/schema';
import { PLAN_INCLUDE, planView, sizesView } from './plan-view';
import type { WorkspaceView } from './schema';

export const WORKSPACE_INCLUDE = {
  catalog: true,
  plan: { include: { ...PLAN_INCLUDE, sizes: true } },
  sizes: true,
  overrides: { orderBy: { createdAt: 'asc' as const } },
} satisfies Prisma.WorkspaceInclude;

export type WorkspaceRecord = Prisma.WorkspaceGetPayload<{ include: typeof WORKSPACE_INCLUDE }>;

export const overrideView = (row: WorkspaceRecord['overrides'][number]): LimitInput => ({
  metric: row.metric as LimitInput['metric'],
  resource: row.resource,
  scope: row.scope as LimitInput['scope'],
  window: row.window,
  capacity: row.capacity === null ? null : Number(row.capacity),
  ...(row.note !== null && { note: row.note }),
});

/** A workspace as the management API tells it. @param role of whoever asks; null: no member */
export const workspaceView = (row: WorkspaceRecord, role: Access['role']): WorkspaceView => ({
  id: row.id,
  name: row.name,
  catalog: {
    id: row.catalog.id,
    name: row.catalog.name,
    currency: row.catalog.currency,
    time_zone: row.catalog.timeZone,
    key_prefix: row.catalog.keyPrefix,
  },
  plan: { ...planView(row.plan), sizes: sizesView(row.plan.sizes) },
  overrides: row.overrides.map(overrideView),
  sizes: sizesView(row.sizes ?? row.plan.sizes),
  sizes_set_by: row.sizes ? 'workspace' : 'plan',
  suspended: row.suspendedAt !== null,
  origins: row.origins,
  created_at: row.createdAt.toISOString(),
  role,
});
