import type { Actor } from '../../actor';
import { accessTo, requirePlatformAdmin } from '../../auth/access';
import { change } from '../../changes/change';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import { changeWorkspace } from '../change-workspace';
import { requireOverrides } from '../custom-plan';
import { lockOpenRequest, workspaceOfRequest } from './open-request';
import { approveUpgradeInput, type UpgradeRequestView } from './schema';
import { upgradeView } from './upgrade-view';

/**
 * Puts the workspace on the plan it asked for: in force on the next request once this resolves, what was
 * used stays used.
 * @throws AppError `not_found`, `forbidden`, `conflict` where somebody decided before, `invalid_request`
 * where a custom plan lacks numbers
 */
export async function approveUpgrade(actor: Actor, id: string, body: unknown): Promise<UpgradeRequestView> {
  const workspaceId = await workspaceOfRequest(id);
  const { userId } = await accessTo(actor, workspaceId, 'upgrade request');
  requirePlatformAdmin(actor, 'approve an upgrade');
  const { note, overrides } = parse(approveUpgradeInput, body);
  if (overrides) requireOverrides(overrides);
  return change(actor, async (tx) => {
    const request = await lockOpenRequest(tx, id, workspaceId);
    const plan = await tx.plan.findUnique({ where: { id: request.toPlanId } });
    if (!plan) throw new AppError('conflict', 'The plan that was asked for is gone. Decline the request.');
    const changed = await changeWorkspace(tx, workspaceId, { plan: plan.slug, overrides }, userId);
    await tx.upgradeRequest.update({
      where: { id },
      data: { status: 'approved', decidedBy: userId, decidedAt: new Date(), decisionNote: note || null },
    });
    const [first, ...rest] = changed.audit;
    const decided = {
      action: 'upgrade.approve',
      workspaceId,
      target: { kind: 'workspace', id: workspaceId, name: request.workspace.name },
      after: { plan: plan.slug, ...(note && { note }) },
    };
    return {
      result: await upgradeView(tx, id),
      audit: [decided, first, ...rest],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}
