import type { Actor } from '../actor';
import { accessTo, requirePlatformAdmin } from '../auth/access';
import { change } from '../changes/change';
import { lockWorkspace } from '../changes/lock-workspace';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { creditMicros, raisedBudget } from '../keys/credit';
import { creditInput } from '../keys/schema';
import { formatDecimal } from '../money';
import { parse } from '../parse';
import type { WorkspaceView } from './schema';
import { WORKSPACE_INCLUDE, workspaceView } from './workspace-view';

/**
 * Raises what a whole workspace may spend by an amount, as a custom limit over its plan's: two grants at once
 * add up, and what was used stays used. In force on the next request once this resolves.
 * @throws AppError `not_found`, `forbidden` for anyone but a platform admin, `conflict` where nothing limits
 * what the workspace spends
 */
export async function grantCredit(actor: Actor, workspaceId: string, body: unknown): Promise<WorkspaceView> {
  const access = await accessTo(actor, workspaceId);
  requirePlatformAdmin(actor, 'grant credit');
  const { amount, note } = parse(creditInput, body);
  const byMicros = creditMicros(amount);
  return change(actor, async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const { name, window, capacity } = await moneyLimit(tx, workspaceId);
    const after = raisedBudget(capacity, byMicros);
    const limit = { metric: 'cost', resource: '', scope: 'workspace', window };
    await tx.limitOverride.upsert({
      where: { workspaceId_metric_resource_scope_window: { workspaceId, ...limit } },
      update: { capacity: after },
      create: { id: newId(), workspaceId, ...limit, capacity: after, createdBy: access.userId },
    });
    const row = await tx.workspace.findUniqueOrThrow({
      where: { id: workspaceId },
      include: WORKSPACE_INCLUDE,
    });
    return {
      result: workspaceView(row, access.role),
      audit: [
        {
          action: 'workspace.credit',
          workspaceId,
          target: { kind: 'workspace', id: workspaceId, name },
          before: { budget: formatDecimal(Number(capacity)) },
          after: {
            budget: formatDecimal(Number(after)),
            credit: formatDecimal(byMicros),
            ...(note && { note }),
          },
        },
      ],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}

/** The limit on what the whole workspace may spend: a custom one before the plan's, one for ever before one a month. */
async function moneyLimit(tx: Tx, workspaceId: string) {
  const money = { metric: 'cost', resource: '', scope: 'workspace', capacity: { not: null } };
  const workspace = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { name: true, planId: true },
  });
  const overrides = await tx.limitOverride.findMany({ where: { workspaceId, ...money } });
  const planned = await tx.planLimit.findMany({ where: { planId: workspace.planId, ...money } });
  const own = new Set(overrides.map(({ window }) => window));
  const limits = [...overrides, ...planned.filter(({ window }) => !own.has(window))];
  const found = limits.find(({ window }) => window === 'lifetime') ?? limits[0];
  if (found?.capacity !== null && found !== undefined) {
    return { name: workspace.name, window: found.window, capacity: found.capacity };
  }
  throw new AppError(
    'conflict',
    `Nothing limits what ${workspace.name} spends as a whole, so there is no budget to raise. Grant credit to a key that has one, or add a custom limit on spend first.`,
  );
}
