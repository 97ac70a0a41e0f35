import type { Acting, Actor } from '../actor';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import type { MeView } from './schema';

const PLAN_SELECT = {
  slug: true,
  sizes: { select: { planId: true } },
  limits: { where: { metric: 'bytes', window: 'standing' }, select: { id: true } },
} satisfies Prisma.PlanSelect;

const takesFiles = ({ sizes, limits }: Prisma.PlanGetPayload<{ select: typeof PLAN_SELECT }>): boolean =>
  sizes !== null || limits.length > 0;

/**
 * Who the actor is and where they may work, oldest workspace first.
 * @param chosen the workspace named by header or switcher's cookie; one that is not theirs is ignored
 */
export async function me(actor: Actor, chosen: string | null): Promise<MeView> {
  if (actor.kind === 'system') throw new AppError('forbidden', 'The system has no account.');
  const user = await db().user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { id: true, name: true, email: true },
  });
  if (actor.kind === 'user' && actor.acting) return actingView(actor.acting, user);
  const only = actor.kind === 'token' && actor.workspaceId ? { workspaceId: actor.workspaceId } : {};
  const memberships = await db().member.findMany({
    where: { userId: actor.userId, ...only },
    orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
    include: { workspace: { include: { plan: { select: PLAN_SELECT } } } },
  });
  const workspaces = memberships.map(({ role, workspace }) => ({
    id: workspace.id,
    name: workspace.name,
    role,
    catalog: workspace.catalogId,
    plan: workspace.plan.slug,
    files: takesFiles(workspace.plan),
  }));
  const current = workspaces.find((w) => w.id === chosen) ?? workspaces[0];
  return {
    user: { ...user, platform_admin: actor.platformAdmin },
    workspaces,
    current_workspace_id: current?.id ?? null,
  };
}

/** An admin who acts somewhere sees that workspace alone, as its owner. */
async function actingView(acting: Acting, user: Omit<MeView['user'], 'platform_admin'>): Promise<MeView> {
  const { id, name, catalogId, plan } = await db().workspace.findUniqueOrThrow({
    where: { id: acting.workspaceId },
    include: { plan: { select: PLAN_SELECT } },
  });
  return {
    user: { ...user, platform_admin: false },
    workspaces: [{ id, name, role: 'owner', catalog: catalogId, plan: plan.slug, files: takesFiles(plan) }],
    current_workspace_id: id,
    acting: { workspace: { id, name }, write: acting.write, until: new Date(acting.untilMs).toISOString() },
  };
}
