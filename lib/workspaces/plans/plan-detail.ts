import type { Actor } from '../../actor';
import { requirePlatformAdmin } from '../../auth/access';
import { db, type Tx } from '../../db/client';
import type { Prisma } from '../../db/generated/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import { PLAN_INCLUDE, planView, sizesView } from '../plan-view';
import type { PlanDetailView } from './schema';

const DETAIL_INCLUDE = { ...PLAN_INCLUDE, sizes: true, catalog: true } satisfies Prisma.PlanInclude;
export type PlanRecord = Prisma.PlanGetPayload<{ include: typeof DETAIL_INCLUDE }>;

/** A plan with its catalog. @throws AppError `not_found` */
export async function findPlan(on: Tx | ReturnType<typeof db>, planId: string): Promise<PlanRecord> {
  const row = isId(planId)
    ? await on.plan.findUnique({ where: { id: planId }, include: DETAIL_INCLUDE })
    : null;
  if (!row) throw new AppError('not_found', 'There is no plan with this id.');
  return row;
}

/** A plan as its editor shows it. @throws AppError `forbidden` for anyone but a platform admin, `not_found` */
export async function getPlan(actor: Actor, planId: string): Promise<PlanDetailView> {
  requirePlatformAdmin(actor, 'edit plans');
  return planDetail(db(), await findPlan(db(), planId));
}

/** A plan as its editor shows it, with how many workspaces and keys are on it. */
export async function planDetail(on: Tx | ReturnType<typeof db>, row: PlanRecord): Promise<PlanDetailView> {
  const workspaces = await on.workspace.count({ where: { planId: row.id, deletedAt: null } });
  const keys = await on.apiKey.count({ where: { planId: row.id, revokedAt: null } });
  const { id, name, currency, timeZone, rev } = row.catalog;
  return {
    ...planView(row),
    sizes: sizesView(row.sizes),
    catalog: { id, name, currency, time_zone: timeZone, rev },
    workspaces,
    keys,
  };
}
