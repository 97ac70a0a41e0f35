import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';

/** Makes a link useless. Doing it again, or after it was used, does nothing. @throws AppError `not_found`, `forbidden` */
export async function revokeInvite(actor: Actor, inviteId: string): Promise<void> {
  const invite = isId(inviteId) ? await db().invite.findUnique({ where: { id: inviteId } }) : null;
  if (!invite?.workspaceId) throw new AppError('not_found', 'There is no invitation with this id.');
  const { workspaceId, email } = invite;
  requireRole(await accessTo(actor, workspaceId, 'invitation'), 'admin', 'withdraw invitations');
  if (invite.usedAt || invite.expiresAt.getTime() <= Date.now()) return;
  await change(actor, async (tx) => {
    await tx.invite.updateMany({
      where: { id: inviteId, usedAt: null },
      data: { expiresAt: new Date(0) },
    });
    const target = { kind: 'invite', id: inviteId, name: email ?? 'whoever had the link' };
    return { result: undefined, audit: [{ action: 'invite.revoke', workspaceId, target }], bumps: [] };
  });
}
