import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { change } from '../../changes/change';
import type { Tx } from '../../db/client';
import { lockMember, requireAnotherOwner } from './lock-member';
import { requireMayGive } from './require-may-give';

/**
 * Takes a member out of a workspace, or lets them leave: their sessions call nothing there from the next
 * request on. Keys they own go on working: they belong to the workspace, and go to its owner.
 * @throws AppError `not_found`, `forbidden`, `conflict` for the last owner
 */
export async function removeMember(actor: Actor, workspaceId: string, userId: string): Promise<void> {
  const access = await accessTo(actor, workspaceId);
  const leaving = access.userId === userId && !access.acting;
  if (!leaving) requireRole(access, 'admin', 'remove members');
  await change(actor, async (tx) => {
    const member = await lockMember(tx, workspaceId, userId);
    if (!leaving) requireMayGive(access, member.role);
    if (member.role === 'owner') await requireAnotherOwner(tx, workspaceId, userId);
    await tx.member.delete({ where: { workspaceId_userId: { workspaceId, userId } } });
    const keys = await handOverKeys(tx, workspaceId, userId);
    const { email } = member.user;
    return {
      result: undefined,
      audit: [
        {
          action: 'member.remove',
          workspaceId,
          target: { kind: 'user', id: userId, name: email },
          before: { role: member.role },
          ...(keys > 0 && { after: { keys_to_owner: keys } }),
        },
      ],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}

/** Makes the keys of a member who is gone those of the workspace's first owner. @returns how many */
async function handOverKeys(tx: Tx, workspaceId: string, memberId: string): Promise<number> {
  const owner = await tx.member.findFirst({
    where: { workspaceId, role: 'owner' },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  if (!owner) return 0;
  const { count } = await tx.apiKey.updateMany({
    where: { workspaceId, ownerId: memberId },
    data: { ownerId: owner.userId },
  });
  return count;
}
