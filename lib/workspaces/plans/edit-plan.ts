import type { Actor } from '../../actor';
import { requirePlatformAdmin } from '../../auth/access';
import { change } from '../../changes/change';
import { db, type Tx } from '../../db/client';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import type { UploadSizesView } from '../../plans/schema';
import { planView, sizesRow, sizesView } from '../plan-view';
import { checkLimits } from './check-limits';
import { findPlan, type PlanRecord, planDetail } from './plan-detail';
import { rowsOf } from './plan-rows';
import { type EditPlanInput, editPlanInput, type PlanDetailView } from './schema';

/**
 * Changes a plan for every workspace on it. In force on their next requests once this resolves, on every
 * instance; what was used stays used, and a counter that the new limits need is filled from the ledger.
 * @throws AppError `forbidden`, `not_found`, `invalid_request` naming the field, `conflict` where the catalog
 * was edited since `catalog_rev`
 */
export async function editPlan(actor: Actor, planId: string, body: unknown): Promise<PlanDetailView> {
  requirePlatformAdmin(actor, 'edit plans');
  const { catalogId } = await findPlan(db(), planId);
  const { catalog_rev: madeOn, ...input } = parse(editPlanInput, body);
  if (Object.values(input).every((value) => value === undefined)) {
    throw new AppError(
      'invalid_request',
      'Nothing to change. Give name, api_access, priority, limits or sizes.',
    );
  }
  if (input.limits) checkLimits(input.limits);
  return change(actor, async (tx) => {
    await lockCatalog(tx, catalogId, madeOn);
    const before = await findPlan(tx, planId);
    await write(tx, before, input);
    const after = await findPlan(tx, planId);
    const detail = await planDetail(tx, after);
    return {
      // The bump that follows in this transaction.
      result: { ...detail, catalog: { ...detail.catalog, rev: detail.catalog.rev + 1 } },
      audit: [
        {
          action: 'plan.update',
          workspaceId: null,
          target: { kind: 'plan', id: planId, name: `${after.catalog.name} ${after.name}` },
          before: audited(before),
          after: audited(after),
        },
      ],
      bumps: [{ kind: 'catalog', id: catalogId }],
    };
  });
}

/** Edits of one catalog take turns. @throws AppError `conflict` where somebody's turn came since `madeOn` */
export async function lockCatalog(tx: Tx, catalogId: string, madeOn?: number): Promise<void> {
  const [row] = await tx.$queryRaw<{ rev: number }[]>`
    select rev from catalogs where id = ${catalogId} for update`;
  if (madeOn === undefined || row?.rev === madeOn) return;
  throw new AppError(
    'conflict',
    'Somebody else changed this catalog while you were editing. Reload the page and make your change again.',
    { catalog_rev: row?.rev ?? null },
  );
}

async function write(tx: Tx, before: PlanRecord, input: EditPlanInput): Promise<void> {
  const { name, api_access: apiAccess, priority, limits, sizes } = input;
  await tx.plan.update({
    where: { id: before.id },
    data: {
      ...(name !== undefined && { name }),
      ...(apiAccess !== undefined && { apiAccess }),
      ...(priority !== undefined && { priority }),
    },
  });
  if (sizes !== undefined) await writeSizes(tx, before.id, sizes);
  if (!limits) return;
  await tx.planLimit.deleteMany({ where: { planId: before.id } });
  await tx.planLimit.createMany({ data: rowsOf(before.id, limits, before.limits) });
}

/** Replaces the upload sizes of a plan. @param sizes null: no uploads */
export async function writeSizes(tx: Tx, planId: string, sizes: UploadSizesView | null): Promise<void> {
  await tx.planSizes.deleteMany({ where: { planId } });
  if (sizes) await tx.planSizes.create({ data: { planId, ...sizesRow(sizes) } });
}

/** What the audit log keeps of a plan; limits in the words of custom ones, so that both read alike. */
export function audited(row: PlanRecord): object {
  const { name, api_access, priority, limits } = planView(row);
  return {
    name,
    api_access,
    priority,
    limits: limits.map(({ limit, ...rest }) => ({ ...rest, capacity: limit })),
    uploads: sizesView(row.sizes),
  };
}
