import type { AuditRecord } from '../audit/record';
import { lockWorkspace } from '../changes/lock-workspace';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { formatWindow, parseWindow } from '../plans/limit';
import { requireCustomNumbers } from './custom-plan';
import { sizesRow, sizesView } from './plan-view';
import type { PatchWorkspaceInput } from './schema';
import { overrideView, WORKSPACE_INCLUDE, type WorkspaceRecord } from './workspace-view';

/** A workspace before and after a change, and one audit row for each thing that was asked for. */
export interface ChangedWorkspace {
  before: WorkspaceRecord;
  after: WorkspaceRecord;
  audit: [AuditRecord, ...AuditRecord[]];
}

/**
 * Changes a workspace's record inside a transaction that also raises its revision. Who may is checked before.
 * @param userId who sets custom limits; null: the system
 * @throws AppError `invalid_request` (unknown plan: the choices; custom plan: the numbers it lacks)
 */
export async function changeWorkspace(
  tx: Tx,
  workspaceId: string,
  input: PatchWorkspaceInput,
  userId: string | null,
): Promise<ChangedWorkspace> {
  await lockWorkspace(tx, workspaceId);
  const before = await read(tx, workspaceId);
  const plan = await nextPlan(tx, before, input);
  await tx.workspace.update({
    where: { id: workspaceId },
    data: {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.origins && { origins: [...new Set(input.origins)] }),
      ...(plan && { planId: plan.id }),
      ...(input.suspended !== undefined && {
        suspendedAt: input.suspended ? (before.suspendedAt ?? new Date()) : null,
      }),
    },
  });
  if (input.overrides) await replaceOverrides(tx, workspaceId, input.overrides, userId);
  if (input.sizes !== undefined) {
    await tx.workspaceSizes.deleteMany({ where: { workspaceId } });
    if (input.sizes) await tx.workspaceSizes.create({ data: { workspaceId, ...sizesRow(input.sizes) } });
  }
  const after = await read(tx, workspaceId);
  return { before, after, audit: auditOf(before, after, input) };
}

const read = (tx: Tx, id: string): Promise<WorkspaceRecord> =>
  tx.workspace.findUniqueOrThrow({ where: { id }, include: WORKSPACE_INCLUDE });

/** The plan asked for, with its custom numbers at hand; undefined where the plan is to stay. */
async function nextPlan(tx: Tx, before: WorkspaceRecord, input: PatchWorkspaceInput) {
  const overrides = input.overrides ?? before.overrides.map(overrideView);
  if (input.plan === undefined) {
    if (input.overrides) requireCustomNumbers(before.plan, overrides);
    return undefined;
  }
  const plans = await tx.plan.findMany({
    where: { catalogId: before.catalogId },
    orderBy: { rank: 'asc' },
    include: { limits: true },
  });
  const plan = plans.find((candidate) => candidate.slug === input.plan);
  if (!plan) {
    const allowed = plans.map((candidate) => candidate.slug);
    throw new AppError(
      'invalid_request',
      `There is no plan "${input.plan}" in ${before.catalog.name}. Use one of: ${allowed.join(', ')}.`,
      { field: 'plan', allowed },
    );
  }
  requireCustomNumbers(plan, overrides);
  return plan;
}

async function replaceOverrides(
  tx: Tx,
  workspaceId: string,
  overrides: NonNullable<PatchWorkspaceInput['overrides']>,
  createdBy: string | null,
): Promise<void> {
  await tx.limitOverride.deleteMany({ where: { workspaceId } });
  await tx.limitOverride.createMany({
    data: overrides.map(({ metric, resource, scope, window, capacity, note }) => ({
      id: newId(),
      workspaceId,
      metric,
      resource,
      scope,
      // One spelling for each window: it is part of a counter's name.
      window: formatWindow(parseWindow(window)),
      capacity,
      note: note ?? null,
      createdBy,
    })),
  });
}

/** One row for each thing that was asked for. */
function auditOf(
  before: WorkspaceRecord,
  after: WorkspaceRecord,
  input: PatchWorkspaceInput,
): [AuditRecord, ...AuditRecord[]] {
  const row = (action: string, of: (workspace: WorkspaceRecord) => object): AuditRecord => ({
    action: `workspace.${action}`,
    workspaceId: after.id,
    target: { kind: 'workspace', id: after.id, name: after.name },
    before: of(before),
    after: of(after),
  });
  const rows: AuditRecord[] = [];
  if (input.plan !== undefined) rows.push(row('plan', ({ plan }) => ({ plan: plan.slug })));
  if (input.overrides) {
    rows.push(row('overrides', ({ overrides }) => ({ overrides: overrides.map(overrideView) })));
  }
  if (input.sizes !== undefined) {
    rows.push(row('sizes', ({ sizes, plan }) => ({ uploads: sizesView(sizes ?? plan.sizes) })));
  }
  if (input.suspended !== undefined) {
    rows.push(row('suspended', ({ suspendedAt }) => ({ suspended: suspendedAt !== null })));
  }
  if (input.origins) rows.push(row('origins', ({ origins }) => ({ origins })));
  const [first = row('name', ({ name }) => ({ name })), ...rest] = rows;
  if (input.name !== undefined && rows.length > 0) rest.push(row('name', ({ name }) => ({ name })));
  return [first, ...rest];
}
