import type { Actor } from '../../actor';
import { accessTo, requirePlatformAdmin, requireRole } from '../../auth/access';
import { change } from '../../changes/change';
import { parse } from '../../parse';
import { lockOpenRequest, workspaceOfRequest } from './open-request';
import { declineUpgradeInput, type UpgradeRequestView } from './schema';
import { upgradeView } from './upgrade-view';

const WORDS = { declined: 'decline', withdrawn: 'withdraw' } as const;

/**
 * Ends an open request without a change of plan: an admin of the platform declines it, its own workspace
 * withdraws it (whoever asked, or an admin or owner there).
 * @throws AppError `not_found`, `forbidden`, `conflict` where it was decided before
 */
export async function closeUpgrade(
  actor: Actor,
  id: string,
  status: 'declined' | 'withdrawn',
  body: unknown,
): Promise<UpgradeRequestView> {
  const workspaceId = await workspaceOfRequest(id);
  const access = await accessTo(actor, workspaceId, 'upgrade request');
  if (status === 'declined') requirePlatformAdmin(actor, 'decline an upgrade');
  const { note } = parse(declineUpgradeInput, body);
  return change(actor, async (tx) => {
    const { workspace, requestedBy, toPlanId } = await lockOpenRequest(tx, id, workspaceId);
    if (status === 'withdrawn' && requestedBy !== access.userId) {
      requireRole(access, 'admin', 'withdraw a request that somebody else made');
    }
    const plan = await tx.plan.findUnique({ where: { id: toPlanId }, select: { slug: true } });
    await tx.upgradeRequest.update({
      where: { id },
      data: { status, decidedBy: access.userId, decidedAt: new Date(), decisionNote: note || null },
    });
    return {
      result: await upgradeView(tx, id),
      audit: [
        {
          action: `upgrade.${WORDS[status]}`,
          workspaceId,
          target: { kind: 'workspace', id: workspaceId, name: workspace.name },
          after: { plan: plan?.slug ?? null, ...(note && { note }) },
        },
      ],
      bumps: [],
    };
  });
}
