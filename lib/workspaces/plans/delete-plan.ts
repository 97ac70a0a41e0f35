import type { Actor } from '../../actor';
import { requirePlatformAdmin } from '../../auth/access';
import { change } from '../../changes/change';
import { db, type Tx } from '../../db/client';
import { AppError } from '../../errors';
import { audited, lockCatalog } from './edit-plan';
import { findPlan } from './plan-detail';

/**
 * Removes a plan that nobody is on.
 * @throws AppError `forbidden`, `not_found`, `conflict` while workspaces, keys or open requests need it, or
 * where it is the catalog's last
 */
export async function deletePlan(actor: Actor, planId: string): Promise<void> {
  requirePlatformAdmin(actor, 'remove plans');
  const { catalogId } = await findPlan(db(), planId);
  await change(actor, async (tx) => {
    await lockCatalog(tx, catalogId);
    const plan = await findPlan(tx, planId);
    await leaveDeleted(tx, plan);
    const workspaces = await tx.workspace.count({ where: { planId } });
    const keys = await tx.apiKey.count({ where: { planId } });
    const requests = await tx.upgradeRequest.count({ where: { toPlanId: planId, status: 'open' } });
    const plans = await tx.plan.count({ where: { catalogId } });
    if (workspaces + keys + requests > 0) {
      throw new AppError(
        'conflict',
        `${plan.name} is still needed by ${workspaces} workspaces, ${keys} keys and ${requests} open requests. Move them to another plan first.`,
        { workspaces, keys, requests },
      );
    }
    if (plans === 1) {
      throw new AppError('conflict', `${plan.name} is the only plan of ${plan.catalog.name}. It must stay.`);
    }
    await tx.plan.delete({ where: { id: planId } });
    const target = { kind: 'plan', id: planId, name: `${plan.catalog.name} ${plan.name}` };
    return {
      result: undefined,
      audit: [{ action: 'plan.delete', workspaceId: null, target, before: audited(plan) }],
      bumps: [{ kind: 'catalog', id: catalogId }],
    };
  });
}

/** Workspaces that were deleted keep a row for the ledger, which must be on some plan: another one does as well. */
async function leaveDeleted(tx: Tx, plan: { id: string; catalogId: string }): Promise<void> {
  const other = await tx.plan.findFirst({
    where: { catalogId: plan.catalogId, id: { not: plan.id } },
    orderBy: { rank: 'asc' },
  });
  if (!other) return;
  await tx.workspace.updateMany({
    where: { planId: plan.id, deletedAt: { not: null } },
    data: { planId: other.id },
  });
}
