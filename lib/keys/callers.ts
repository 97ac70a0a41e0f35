import { db } from '../db/client';
import { AppError } from '../errors';
import { findKeys, keyPrincipal } from './key-principal';
import { loadWorkspacePolicy, type WorkspacePolicy } from './load-policy';
import { sessionPrincipal } from './load-session';
import type { Principal } from './principal';

/**
 * Principals for looking at counters from the dashboard, good or not: a revoked key's counters can still
 * be seen. They may not be used to admit anything. Who may look is checked by the caller.
 */

const missing = () => new AppError('not_found', 'There is no such workspace or key.');

/**
 * A member's browser session in a workspace; for someone who is no member (a platform admin), the limits
 * of the workspace alone.
 */
export async function workspaceCaller(workspaceId: string, userId: string): Promise<Principal> {
  return db().$transaction(async (tx) => {
    const policy = await loadWorkspacePolicy(tx, workspaceId);
    if (!policy) throw missing();
    const member = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } });
    const principal = sessionPrincipal(userId, policy);
    if (member) return principal;
    return { ...principal, limits: principal.limits.filter((limit) => limit.scope === 'workspace') };
  });
}

/** The keys with these ids in one workspace, each with its policy. */
export async function keyCallers(workspaceId: string, keyIds: readonly string[]): Promise<Principal[]> {
  if (keyIds.length === 0) return [];
  return db().$transaction(async (tx) => {
    const policy: WorkspacePolicy | null = await loadWorkspacePolicy(tx, workspaceId);
    if (!policy) throw missing();
    const rows = await findKeys(tx, workspaceId, keyIds);
    return rows.map((row) => keyPrincipal(row, policy));
  });
}

/** Whoever may be counted in a workspace: its live keys, then its members' sessions. */
export async function workspaceCallers(workspaceId: string): Promise<Principal[]> {
  return db().$transaction(async (tx) => {
    const policy = await loadWorkspacePolicy(tx, workspaceId);
    if (!policy) throw missing();
    const live = await tx.apiKey.findMany({ where: { workspaceId, revokedAt: null }, select: { id: true } });
    const keys = await findKeys(
      tx,
      workspaceId,
      live.map(({ id }) => id),
    );
    const members = await tx.member.findMany({ where: { workspaceId }, select: { userId: true } });
    return [
      ...keys.map((row) => keyPrincipal(row, policy)),
      ...members.map(({ userId }) => sessionPrincipal(userId, policy)),
    ];
  });
}
