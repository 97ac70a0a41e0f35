import { db } from '../db/client';
import type { Plan, PlanLimit } from '../db/generated/client';
import { findKeys, keyPrincipal, type PinnedKey } from '../keys/key-principal';
import { overrideLimit, planLimit, type WorkspacePolicy } from '../keys/load-policy';
import { sessionPrincipal } from '../keys/load-session';
import type { Principal } from '../keys/principal';
import type { PastRequest } from './traffic';

/** A plan's row with its limits, as it stands or as it is edited. */
export type PlanRow = Plan & { limits: PlanLimit[] };

/** A workspace as its policy is made of it. */
export type WorkspaceRow = Awaited<ReturnType<typeof workspacesOn>>[number];

/** Workspaces that a plan binds: those on it, and those with keys pinned to it. */
export const workspacesOn = (planId: string) =>
  db().workspace.findMany({
    where: { deletedAt: null, OR: [{ planId }, { keys: { some: { planId } } }] },
    include: {
      catalog: true,
      plan: { include: { limits: { orderBy: { position: 'asc' } } } },
      overrides: true,
    },
  });

/** Who called in a workspace, under one set of plans. */
export interface Callers {
  /** Whether keys are let in at all. */
  apiAccess: boolean;
  /** null for a key that is gone */
  of(request: Pick<PastRequest, 'keyId' | 'userId'>): Principal | null;
}

/**
 * The principals of a workspace's traffic, made as for real requests, with one plan as it is edited.
 * @param edited null: everything as it stands
 */
export async function callersOf(
  workspace: WorkspaceRow,
  keyIds: readonly string[],
  edited: PlanRow | null,
): Promise<Callers> {
  const standing = edited && workspace.plan.id === edited.id ? edited : workspace.plan;
  const policy: WorkspacePolicy = {
    workspaceId: workspace.id,
    rev: 1,
    catalogRev: 1,
    suspended: false,
    origins: [],
    catalog: workspace.catalog,
    plan: { ...standing, limits: standing.limits.map(planLimit) },
    overrides: workspace.overrides.map(overrideLimit),
  };
  const rows = await db().$transaction((tx) => findKeys(tx, workspace.id, keyIds));
  const pinned = (row: PinnedKey): PinnedKey =>
    edited && row.plan?.id === edited.id ? { ...row, plan: edited } : row;
  const made = new Map<string, Principal>(
    rows.map((row) => [row.id, keyPrincipal(pinned(row), policy)] as const),
  );
  return {
    apiAccess: standing.apiAccess,
    of({ keyId, userId }) {
      if (keyId !== null) return made.get(keyId) ?? null;
      const name = `session ${userId}`;
      const known = made.get(name) ?? sessionPrincipal(userId, policy);
      made.set(name, known);
      return known;
    },
  };
}
