import type { Actor } from '../actor';
import { accessTo, requireRole } from '../auth/access';
import { change } from '../changes/change';
import { lockWorkspace } from '../changes/lock-workspace';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { parse } from '../parse';
import { type DeletedWorkspaceView, deleteWorkspaceInput } from './schema';

/**
 * Deletes a workspace for good. Its keys, sessions and tokens are refused on the next request once this resolves;
 * what runs ends and is charged. Members, keys, invitations, alerts, webhooks, requests for upgrades and files go.
 * The ledger stays, as accounts do: what was used and what it cost, by ids, without names or content, until its
 * retention ends it; so does the audit log. The row stays for them alone, and nobody meets it any more.
 * @throws AppError `not_found`, `forbidden`, `invalid_request` where the name is not the workspace's
 */
export async function deleteWorkspace(
  actor: Actor,
  workspaceId: string,
  body: unknown,
): Promise<DeletedWorkspaceView> {
  const access = await accessTo(actor, workspaceId);
  requireRole(access, 'owner', 'delete it');
  const { name: typed } = parse(deleteWorkspaceInput, body);
  return change(actor, async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const workspace = await tx.workspace.findUniqueOrThrow({
      where: { id: workspaceId },
      select: { name: true, plan: { select: { slug: true } } },
    });
    const { name } = workspace;
    if (typed.trim() !== name) {
      throw new AppError('invalid_request', `Type the workspace's name, "${name}", to delete it.`, {
        field: 'name',
      });
    }
    const deletedAt = new Date();
    const gone = await removeAll(tx, workspaceId);
    await tx.workspace.update({ where: { id: workspaceId }, data: { deletedAt } });
    return {
      result: { id: workspaceId, deleted_at: deletedAt.toISOString(), ...gone },
      audit: [
        {
          action: 'workspace.delete',
          workspaceId,
          target: { kind: 'workspace', id: workspaceId, name },
          before: { name, plan: workspace.plan.slug, ...gone },
        },
      ],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}

/** All that belongs to a workspace but its ledger; files follow in the background (lib/uploads/sweep.ts). */
async function removeAll(tx: Tx, workspaceId: string) {
  const where = { workspaceId };
  const keys = await tx.apiKey.count({ where: { ...where, revokedAt: null } });
  const files = await tx.storedFile.count({ where });
  await tx.apiKey.deleteMany({ where });
  await tx.managementToken.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.session.updateMany({
    where: { actingWorkspaceId: workspaceId },
    data: { actingWorkspaceId: null, actingWrite: false, actingUntil: null },
  });
  await tx.invite.deleteMany({ where });
  await tx.upgradeRequest.deleteMany({ where });
  await tx.limitOverride.deleteMany({ where });
  await tx.delivery.deleteMany({ where });
  await tx.alert.deleteMany({ where });
  await tx.alertRule.deleteMany({ where });
  await tx.webhook.deleteMany({ where });
  const { count: members } = await tx.member.deleteMany({ where });
  return { members, keys, files };
}
