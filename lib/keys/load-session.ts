import { actingOf } from '../auth/session';
import { db } from '../db/client';
import { AppError } from '../errors';
import type { Limit } from '../plans/limit';
import { forSession, resolvePolicy } from '../plans/policy';
import { subjectsOf } from '../plans/subjects';
import type { Loaded } from './load-key';
import { loadWorkspacePolicy, type WorkspacePolicy } from './load-policy';
import type { Principal } from './principal';

/** What a browser may spend a month per member and workspace, in micro-units, so that it has no unlimited money. */
const SESSION_BUDGET_MICROS: Record<string, number> = { INR: 500_000_000 };
const DEFAULT_SESSION_BUDGET_MICROS = 5_000_000;

const signedOut = () =>
  new AppError('unauthenticated', 'You are signed out, or your session has ended. Sign in and try again.');

/**
 * Reads a browser session and the policy in force for it in a workspace.
 * @param workspaceId null: the session's only or oldest one
 * @throws AppError `unauthenticated`, `not_found` for a workspace that is not the user's, `workspace_suspended`
 */
export async function loadSession(sessionId: string, workspaceId: string | null): Promise<Loaded> {
  return db().$transaction(async (tx) => {
    const find = () =>
      tx.session.findUnique({ where: { id: sessionId, revokedAt: null }, include: { user: true } });
    const session = await find();
    if (!session) throw signedOut();
    const member = await tx.member.findFirst({
      where: { userId: session.userId, ...(workspaceId ? { workspaceId } : {}) },
      orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
    });
    const policy = member && (await loadWorkspacePolicy(tx, member.workspaceId));
    // Read again under the lock: a sign-out or removal may have committed in between.
    const current = await find();
    const membership =
      member &&
      (await tx.member.findUnique({
        where: { workspaceId_userId: { workspaceId: member.workspaceId, userId: member.userId } },
      }));
    const validForMs = current ? current.expiresAt.getTime() - Date.now() : 0;
    if (!current || current.user.suspendedAt || validForMs <= 0) throw signedOut();
    if (current.user.platformAdmin && actingOf(current)) {
      throw new AppError(
        'forbidden',
        'You act in a workspace as an administrator, so this session calls no models. Stop acting first.',
      );
    }
    if (!policy || !membership) throw new AppError('not_found', 'There is no such workspace.');
    if (policy.suspended) {
      throw new AppError(
        'workspace_suspended',
        'This workspace is suspended. Ask the administrator to lift it.',
      );
    }
    if (membership.role === 'viewer') {
      throw new AppError(
        'forbidden',
        'Viewers may look at usage but not call the API. Ask an owner for another role.',
      );
    }
    return { principal: sessionPrincipal(current.userId, policy), validForMs };
  });
}

/** A member's browser sessions in a workspace: one pseudo-key, without limits of a minute or less. */
export function sessionPrincipal(userId: string, policy: WorkspacePolicy): Principal {
  const { catalog, plan } = policy;
  const limits = resolvePolicy({
    workspacePlan: plan.limits,
    keyPlan: null,
    workspaceOverrides: policy.overrides,
    key: {
      rpm: null,
      tpm: null,
      budgetMicros: SESSION_BUDGET_MICROS[catalog.currency] ?? DEFAULT_SESSION_BUDGET_MICROS,
      budgetPeriod: 'month',
      zone: catalog.timeZone,
    },
    // Nobody set a session's budget: every member has the same.
  }).map((limit): Limit => (limit.setBy === 'key' ? { ...limit, setBy: 'plan' } : limit));
  return {
    kind: 'session',
    workspaceId: policy.workspaceId,
    userId,
    keyId: null,
    catalogId: catalog.id,
    contract: catalog.contract,
    currency: catalog.currency,
    plan: plan.slug,
    priority: plan.priority,
    limits: forSession(limits),
    counters: limits,
    subjects: subjectsOf({ workspaceId: policy.workspaceId, keyId: null, userId }),
    rev: policy.rev,
    catalogRev: policy.catalogRev,
    models: [],
    scopes: [],
    ips: [],
    origins: [],
  };
}
