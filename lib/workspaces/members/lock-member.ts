import { lockWorkspace } from '../../changes/lock-workspace';
import type { Tx } from '../../db/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';

/**
 * A member, to be changed: changes of one workspace's members take turns, so that two owners cannot remove each
 * other.
 * @throws AppError `not_found`
 */
export async function lockMember(tx: Tx, workspaceId: string, userId: string) {
  await lockWorkspace(tx, workspaceId);
  const member = isId(userId)
    ? await tx.member.findUnique({
        where: { workspaceId_userId: { workspaceId, userId } },
        include: { user: { select: { id: true, name: true, email: true } } },
      })
    : null;
  if (member) return member;
  throw new AppError('not_found', 'There is no member with this id in the workspace.');
}

/** @throws AppError `conflict` where this member is the only owner */
export async function requireAnotherOwner(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  const others = await tx.member.count({ where: { workspaceId, role: 'owner', userId: { not: userId } } });
  if (others > 0) return;
  throw new AppError(
    'conflict',
    'This is the last owner of the workspace. Make somebody else an owner first.',
  );
}
