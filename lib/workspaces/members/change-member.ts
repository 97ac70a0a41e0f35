import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { change } from '../../changes/change';
import type { Tx } from '../../db/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import { parse } from '../../parse';
import type { MemberView } from '../schema';
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

/** Whose member is gone: their keys become those of the workspace's first owner. @returns how many */
async function handOverKeys(tx: Tx, workspaceId: string, ownerId: string): Promise<number> {
  const owner = await tx.member.findFirst({
    where: { workspaceId, role: 'owner' },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  if (!owner) return 0;
  const { count } = await tx.apiKey.updateMany({
    where: { workspaceId, ownerId },
    data: { ownerId: owner.userId },
  });
  return count;
}

/** Changes of one workspace's members take turns, so that two cannot remove each other's last owner. */
async function lockMember(tx: Tx, workspaceId: string, userId: string) {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for update`;
  const member = isId(userId)
    ? await tx.member.findUnique({
        where: { workspaceId_userId: { workspaceId, userId } },
        include: { user: { select: { id: true, name: true, email: true } } },
      })
    : null;
  if (member) return member;
  throw new AppError('not_found', 'There is no member with this id in the workspace.');
}

async function requireAnotherOwner(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  const others = await tx.member.count({ where: { workspaceId, role: 'owner', userId: { not: userId } } });
  if (others > 0) return;
  throw new AppError(
    'conflict',
    'This is the last owner of the workspace. Make somebody else an owner first.',
  );
}
