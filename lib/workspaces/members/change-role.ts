import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { change } from '../../changes/change';
import { parse } from '../../parse';
import type { MemberView } from '../schema';
import { lockMember, requireAnotherOwner } from './lock-member';
import { requireMayGive } from './require-may-give';
import { changeRoleInput } from './schema';

/**
 * Gives a member another role: in force on their next request.
 * @throws AppError `not_found`, `forbidden`, `conflict` for the last owner
 */
export async function changeRole(
  actor: Actor,
  workspaceId: string,
  userId: string,
  body: unknown,
): Promise<MemberView> {
  const access = await accessTo(actor, workspaceId);
  requireRole(access, 'admin', 'change roles');
  const { role } = parse(changeRoleInput, body);
  return change(actor, async (tx) => {
    const member = await lockMember(tx, workspaceId, userId);
    requireMayGive(access, role, member.role);
    if (member.role === 'owner' && role !== 'owner') await requireAnotherOwner(tx, workspaceId, userId);
    await tx.member.update({ where: { workspaceId_userId: { workspaceId, userId } }, data: { role } });
    const { user, createdAt } = member;
    return {
      result: { user, role, since: createdAt.toISOString() },
      audit: [
        {
          action: 'member.role',
          workspaceId,
          target: { kind: 'user', id: userId, name: user.email },
          before: { role: member.role },
          after: { role },
        },
      ],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}
