import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { type Limit, type Metric, parseWindow, type Scope, type WhenDown } from '../plans/limit';
import { defaultWhenDown } from '../plans/when-down';
import { shardOf } from '../redis/keys';
import { createRevision, revisionTicket } from '../redis/revision';

interface LimitRow {
  metric: string;
  resource: string;
  scope: string;
  window: string;
  capacity: bigint | null;
  ceiling: bigint | null;
  custom: boolean;
  whenDown: string;
}

/** A plan's row as a limit. A custom number that nobody gave yet admits nothing. */
export const planLimit = (row: LimitRow): Limit => ({
  metric: row.metric as Metric,
  resource: row.resource,
  scope: row.scope as Scope,
  window: parseWindow(row.window),
  capacity: row.custom && row.capacity === null ? 0 : row.capacity === null ? null : Number(row.capacity),
  ceiling: row.ceiling === null ? null : Number(row.ceiling),
  whenDown: row.whenDown as WhenDown,
  setBy: 'plan',
});

/** An admin's custom limit as a limit. */
export function overrideLimit(row: Omit<LimitRow, 'ceiling' | 'custom' | 'whenDown'>): Limit {
  const limit = planLimit({ ...row, ceiling: null, custom: false, whenDown: 'closed' });
  return { ...limit, whenDown: defaultWhenDown(limit), setBy: 'workspace' };
}

/** What a policy reads of its workspace. */
export interface WorkspacePolicy {
  workspaceId: string;
  rev: number;
  catalogRev: number;
  suspended: boolean;
  origins: string[];
  catalog: {
    id: string;
    name: string;
    contract: string;
    currency: string;
    timeZone: string;
    upgradeUrl: string;
  };
  plan: {
    id: string;
    slug: string;
    name: string;
    rank: number;
    priority: number;
    apiAccess: boolean;
    limits: Limit[];
  };
  overrides: Limit[];
}

/**
 * Reads a workspace's policy with its revisions while no writer can commit (`FOR SHARE`), and makes the
 * store's revisions where they are absent: only such a reader may (lib/redis/revision.ts).
 * @returns null for an unknown workspace, or one that was deleted
 * @throws AppError `quota_unavailable` where the store does not answer
 */
export async function loadWorkspacePolicy(tx: Tx, workspaceId: string): Promise<WorkspacePolicy | null> {
  const before = await tx.workspace.findUnique({
    where: { id: workspaceId, deletedAt: null },
    select: { catalogId: true },
  });
  if (!before) return null;
  const shard = shardOf(workspaceId);
  const tickets = await fromStore([
    revisionTicket('workspace', shard, workspaceId),
    revisionTicket('catalog', shard, before.catalogId),
  ]);
  const locked = await tx.$queryRaw<{ rev: number; catalog_rev: number }[]>`
    SELECT w.rev, c.rev AS catalog_rev FROM workspaces w JOIN catalogs c ON c.id = w.catalog_id
    WHERE w.id = ${workspaceId}::uuid AND w.deleted_at IS NULL AND c.id = ${before.catalogId} FOR SHARE`;
  const revisions = locked[0];
  if (!revisions) return null;
  // One after the other: a transaction has one connection, and sibling includes would overlap on it.
  const workspace = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    include: { catalog: true },
  });
  const plan = await tx.plan.findUniqueOrThrow({
    where: { id: workspace.planId },
    include: { limits: { orderBy: { position: 'asc' } } },
  });
  const overrides = await tx.limitOverride.findMany({ where: { workspaceId } });
  const { rev, catalog_rev: catalogRev } = revisions;
  await fromStore([
    createRevision('workspace', shard, workspaceId, rev, tickets[0] ?? ''),
    createRevision('catalog', shard, workspace.catalogId, catalogRev, tickets[1] ?? ''),
  ]);
  const { catalog } = workspace;
  return {
    workspaceId,
    rev,
    catalogRev,
    suspended: workspace.suspendedAt !== null,
    origins: workspace.origins,
    catalog,
    plan: { ...plan, limits: plan.limits.map(planLimit) },
    overrides: overrides.map(overrideLimit),
  };
}

async function fromStore<T>(answers: Promise<T>[]): Promise<T[]> {
  try {
    return await Promise.all(answers);
  } catch (error) {
    throw new AppError(
      'quota_unavailable',
      'The counter store cannot be reached, so limits cannot be checked right now. Try again in a few seconds.',
      { cause: error instanceof Error ? error.name : 'unknown' },
    );
  }
}
