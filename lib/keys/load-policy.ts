import type { Tx } from '../db/client';
import { type Limit, type Metric, parseWindow, type Scope, type WhenDown } from '../plans/limit';
import { defaultWhenDown } from '../plans/when-down';
import { catalogRevisionKey, shardOf, workspaceRevisionKey } from '../redis/keys';
import { createRevision } from '../redis/revision';

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
 * store's revisions where they are absent: only such a reader may.
 * @returns null for an unknown workspace
 */
export async function loadWorkspacePolicy(tx: Tx, workspaceId: string): Promise<WorkspacePolicy | null> {
  const locked = await tx.$queryRaw<{ rev: number; catalog_rev: number }[]>`
    SELECT w.rev, c.rev AS catalog_rev FROM workspaces w JOIN catalogs c ON c.id = w.catalog_id
    WHERE w.id = ${workspaceId}::uuid FOR SHARE`;
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
  const shard = shardOf(workspaceId);
  await Promise.all([
    createRevision(workspaceRevisionKey(shard, workspaceId), revisions.rev),
    createRevision(catalogRevisionKey(shard, workspace.catalogId), revisions.catalog_rev),
  ]);
  const { catalog } = workspace;
  return {
    workspaceId,
    rev: revisions.rev,
    catalogRev: revisions.catalog_rev,
    suspended: workspace.suspendedAt !== null,
    origins: workspace.origins,
    catalog,
    plan: { ...plan, limits: plan.limits.map(planLimit) },
    overrides: overrides.map(overrideLimit),
  };
}
