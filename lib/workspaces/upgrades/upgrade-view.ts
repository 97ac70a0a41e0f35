import { db, type Tx } from '../../db/client';
import type { Prisma } from '../../db/generated/client';
import type { UpgradeRequestView } from './schema';

export const UPGRADE_INCLUDE = {
  workspace: { select: { id: true, name: true, catalogId: true, planId: true } },
} satisfies Prisma.UpgradeRequestInclude;

export type UpgradeRow = Prisma.UpgradeRequestGetPayload<{ include: typeof UPGRADE_INCLUDE }>;

const GONE_PLAN = { slug: '', name: 'a plan that is gone' };
const GONE_PERSON = { id: '', name: 'somebody who left', email: '' };

/** Requests with the names of their plans and people, in the order given. */
export async function upgradeViews(
  rows: readonly UpgradeRow[],
  on: Tx | ReturnType<typeof db> = db(),
): Promise<UpgradeRequestView[]> {
  const planIds = rows.flatMap((row) => [row.fromPlanId, row.toPlanId, row.workspace.planId]);
  const userIds = rows.flatMap((row) => [row.requestedBy, ...(row.decidedBy ? [row.decidedBy] : [])]);
  const plans = await on.plan.findMany({
    where: { id: { in: planIds } },
    select: { id: true, slug: true, name: true },
  });
  const users = await on.user.findMany({
    where: { id: { in: userIds } },
    select: { id: true, name: true, email: true },
  });
  const planNames = new Map(plans.map(({ id, slug, name }) => [id, { slug, name }]));
  const people = new Map(users.map((user) => [user.id, user]));
  const plan = (id: string) => planNames.get(id) ?? GONE_PLAN;
  return rows.map((row) => ({
    id: row.id,
    workspace: { id: row.workspace.id, name: row.workspace.name, catalog: row.workspace.catalogId },
    from: plan(row.fromPlanId),
    to: plan(row.toPlanId),
    current: plan(row.workspace.planId),
    note: row.note,
    status: row.status,
    requested_by: people.get(row.requestedBy) ?? GONE_PERSON,
    created_at: row.createdAt.toISOString(),
    decided_by: row.decidedBy ? (people.get(row.decidedBy) ?? GONE_PERSON) : null,
    decided_at: row.decidedAt?.toISOString() ?? null,
    decision_note: row.decisionNote,
  }));
}

/** One request. @throws Error where it is gone */
export async function upgradeView(tx: Tx, id: string): Promise<UpgradeRequestView> {
  const row = await tx.upgradeRequest.findUniqueOrThrow({ where: { id }, include: UPGRADE_INCLUDE });
  const [view] = await upgradeViews([row], tx);
  if (!view) throw new Error('a request has no view');
  return view;
}
