import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { db } from '../../db/client';
import { inviteView } from './invite-view';
import type { InviteView } from './schema';

/** Links that can still be used, newest first. @throws AppError `not_found`, `forbidden` */
export async function listInvites(actor: Actor, workspaceId: string): Promise<InviteView[]> {
  requireRole(await accessTo(actor, workspaceId), 'admin', 'see invitations');
  const rows = await db().invite.findMany({
    where: { workspaceId, usedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { id: 'desc' },
    take: 200,
  });
  return rows.map(inviteView);
}
