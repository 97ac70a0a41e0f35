import type { Actor } from '../actor';
import { db } from '../db/client';
import { AppError } from '../errors';
import type { MeView } from './schema';

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
  const only = actor.kind === 'token' && actor.workspaceId ? { workspaceId: actor.workspaceId } : {};
  const memberships = await db().member.findMany({
    where: { userId: actor.userId, ...only },
    orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
    include: { workspace: { include: { plan: { select: { slug: true } } } } },
  });
  const workspaces = memberships.map(({ role, workspace }) => ({
    id: workspace.id,
    name: workspace.name,
    role,
    catalog: workspace.catalogId,
    plan: workspace.plan.slug,
  }));
  const current = workspaces.find((w) => w.id === chosen) ?? workspaces[0];
  return {
    user: { ...user, platform_admin: actor.platformAdmin },
    workspaces,
    current_workspace_id: current?.id ?? null,
  };
}
