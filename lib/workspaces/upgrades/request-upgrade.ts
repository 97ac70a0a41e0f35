import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { change } from '../../changes/change';
import { lockWorkspace } from '../../changes/lock-workspace';
import { AppError } from '../../errors';
import { newId } from '../../ids';
import { parse } from '../../parse';
import { requestUpgradeInput, type UpgradeRequestView } from './schema';
import { upgradeView } from './upgrade-view';

/**
 * Asks the platform's admins for another plan; nothing else changes until one of them answers. A workspace
 * has at most one open request.
 * @throws AppError `not_found`, `forbidden` for viewers, `invalid_request` (unknown plan: the choices; the
 * plan it is on), `conflict` while another request is open
 */
export async function requestUpgrade(
  actor: Actor,
  workspaceId: string,
  body: unknown,
): Promise<UpgradeRequestView> {
  const access = await accessTo(actor, workspaceId);
  requireRole(access, 'developer', 'request another plan');
  const { plan: slug, note = '' } = parse(requestUpgradeInput, body);
  const { userId } = access;
  if (userId === null) throw new AppError('forbidden', 'The system changes plans itself; it does not ask.');
  return change(actor, async (tx) => {
    // Requests of one workspace take turns here: a double click makes one.
    await lockWorkspace(tx, workspaceId);
    const workspace = await tx.workspace.findUniqueOrThrow({
      where: { id: workspaceId },
      include: { plan: true, catalog: { include: { plans: { orderBy: { rank: 'asc' } } } } },
    });
    const { plans, name: catalogName } = workspace.catalog;
    const plan = plans.find((candidate) => candidate.slug === slug);
    if (!plan) {
      const allowed = plans.map((candidate) => candidate.slug);
      throw new AppError(
        'invalid_request',
        `There is no plan "${slug}" in ${catalogName}. Use one of: ${allowed.join(', ')}.`,
        { field: 'plan', allowed },
      );
    }
    if (plan.id === workspace.planId) {
      throw new AppError('invalid_request', `${workspace.name} is on ${plan.name} already.`, {
        field: 'plan',
      });
    }
    const open = await tx.upgradeRequest.findFirst({ where: { workspaceId, status: 'open' } });
    if (open) {
      const wanted = plans.find(({ id }) => id === open.toPlanId)?.name ?? 'another plan';
      throw new AppError(
        'conflict',
        `A request for ${wanted} is open already. Wait for its answer, or withdraw it and ask anew.`,
        { request_id: open.id },
      );
    }
    const id = newId();
    await tx.upgradeRequest.create({
      data: {
        id,
        workspaceId,
        fromPlanId: workspace.planId,
        toPlanId: plan.id,
        note,
        requestedBy: userId,
      },
    });
    return {
      result: await upgradeView(tx, id),
      audit: [
        {
          action: 'upgrade.request',
          workspaceId,
          target: { kind: 'workspace', id: workspaceId, name: workspace.name },
          before: { plan: workspace.plan.slug },
          after: { plan: plan.slug, ...(note && { note }) },
        },
      ],
      bumps: [],
    };
  });
}
