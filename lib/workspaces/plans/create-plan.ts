import type { Actor } from '../../actor';
import { requirePlatformAdmin } from '../../auth/access';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { AppError } from '../../errors';
import { newId } from '../../ids';
import { parse } from '../../parse';
import { checkLimits } from './check-limits';
import { audited, lockCatalog, writeSizes } from './edit-plan';
import { findPlan, planDetail } from './plan-detail';
import { rowsOf } from './plan-rows';
import { createPlanInput, type PlanDetailView } from './schema';

/**
 * Adds a plan above the highest of a catalog. Nobody is on it until an admin puts them there.
 * @throws AppError `forbidden`, `not_found`, `invalid_request`, `conflict` for a slug that is taken
 */
export async function createPlan(actor: Actor, catalogId: string, body: unknown): Promise<PlanDetailView> {
  requirePlatformAdmin(actor, 'add plans');
  const catalog = await db().catalog.findUnique({ where: { id: catalogId } });
  if (!catalog) throw new AppError('not_found', 'There is no catalog with this id.');
  const { slug, name, api_access: apiAccess, priority, limits, sizes } = parse(createPlanInput, body);
  checkLimits(limits);
  return change(actor, async (tx) => {
    await lockCatalog(tx, catalogId);
    const plans = await tx.plan.findMany({ where: { catalogId }, orderBy: { rank: 'desc' } });
    if (plans.some((plan) => plan.slug === slug)) {
      throw new AppError('conflict', `${catalog.name} has a plan "${slug}" already. Choose another slug.`, {
        field: 'slug',
      });
    }
    const id = newId();
    const rank = (plans[0]?.rank ?? 0) + 1;
    await tx.plan.create({ data: { id, catalogId, slug, name, rank, apiAccess, priority } });
    await tx.planLimit.createMany({ data: rowsOf(id, limits, []) });
    await writeSizes(tx, id, sizes);
    const row = await findPlan(tx, id);
    const detail = await planDetail(tx, row);
    const target = { kind: 'plan', id, name: `${catalog.name} ${name}` };
    return {
      // The bump that follows in this transaction.
      result: { ...detail, catalog: { ...detail.catalog, rev: detail.catalog.rev + 1 } },
      audit: [{ action: 'plan.create', workspaceId: null, target, after: audited(row) }],
      bumps: [{ kind: 'catalog', id: catalogId }],
    };
  });
}
