import type { Actor } from '../../actor';
import { requireOwnSession } from '../../auth/account/own-session';
import { hashInvite } from '../../auth/new-account';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import type { WorkspaceRole } from '../schema';
import { acceptInviteInput } from './schema';

/** What a link is for, for whoever has it; null where it cannot be used any more. */
export async function inviteFor(
  token: string,
): Promise<{ workspace: string; role: WorkspaceRole; email: string | null } | null> {
  const invite = await db().invite.findUnique({ where: { tokenHash: hashInvite(token) } });
  if (!invite?.workspaceId || invite.usedAt || invite.expiresAt.getTime() <= Date.now()) return null;
  const workspace = await db().workspace.findUnique({
    where: { id: invite.workspaceId },
    select: { name: true },
  });
  return workspace && { workspace: workspace.name, role: invite.role, email: invite.email };
}

/**
 * Joins the workspace that a link is for, with the account one is signed in with.
 * @throws AppError `forbidden` where the link is used up, over, or for another address, `conflict` for a member
 */
export async function acceptInvite(actor: Actor, body: unknown): Promise<{ workspace_id: string }> {
  const { userId } = requireOwnSession(actor);
  const { token } = parse(acceptInviteInput, body);
  return change(actor, async (tx) => {
    const tokenHash = hashInvite(token);
    await tx.$queryRaw`select 1 from invites where token_hash = ${tokenHash} for update`;
    const invite = await tx.invite.findUnique({ where: { tokenHash } });
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    const over = !invite?.workspaceId || invite.usedAt || invite.expiresAt.getTime() <= Date.now();
    if (!invite || over || (invite.email && invite.email !== user.email)) {
      throw new AppError(
        'forbidden',
        'This invitation has expired, was used, or is for another address. Ask for a new one.',
      );
    }
    const { workspaceId, role } = invite;
    if (!workspaceId) throw new Error('an invitation lost its workspace');
    const member = { workspaceId, userId };
    if (await tx.member.findUnique({ where: { workspaceId_userId: member } })) {
      throw new AppError('conflict', 'You are a member of this workspace already. Open it in the switcher.');
    }
    await tx.member.create({ data: { ...member, role } });
    await tx.invite.update({ where: { id: invite.id }, data: { usedAt: new Date() } });
    const target = { kind: 'user', id: userId, name: user.email };
    return {
      result: { workspace_id: workspaceId },
      audit: [{ action: 'member.add', workspaceId, target, after: { role } }],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}
