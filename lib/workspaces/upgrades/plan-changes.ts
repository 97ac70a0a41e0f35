import type { Actor } from '../../actor';
import { accessTo } from '../../auth/access';
import { db } from '../../db/client';
import type { PlanChangeView } from './schema';

const MOST = 100;

/**
 * The plans a workspace has been on, newest change first, for its members: of the audit log, which is for
 * owners and admins, no more than this.
 * @throws AppError `not_found`
 */
export async function planChanges(actor: Actor, workspaceId: string): Promise<PlanChangeView[]> {
  await accessTo(actor, workspaceId);
  const workspace = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { catalog: { select: { plans: { select: { slug: true, name: true } } } } },
  });
  const names = new Map(workspace.catalog.plans.map((plan) => [plan.slug, plan.name]));
  const named = (value: unknown) => {
    const slug = slugOf(value);
    return slug === null ? null : { slug, name: names.get(slug) ?? slug };
  };
  const entries = await db().auditEntry.findMany({
    where: { workspaceId, action: { in: ['workspace.plan', 'workspace.create'] } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST,
  });
  return entries.flatMap((entry) => {
    const [from, to] = [named(entry.before), named(entry.after)];
    if (!to || from?.slug === to.slug) return [];
    return [{ id: entry.id, at: entry.at.toISOString(), from, to, by: entry.actorName }];
  });
}

function slugOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('plan' in value)) return null;
  return typeof value.plan === 'string' ? value.plan : null;
}
