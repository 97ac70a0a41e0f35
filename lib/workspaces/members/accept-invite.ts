import type { Actor } from '../../actor';
import { requireOwnSession } from '../../auth/account/own-session';
import { hashInvite, lockInvite } from '../../auth/invite';
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
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    const { id, workspaceId, role } = await lockInvite(tx, token, user.email, 'token');
    if (!workspaceId) {
      throw new AppError('conflict', 'This invitation is for a new account, and you have one already.');
    }
    const member = { workspaceId, userId };
    if (await tx.member.findUnique({ where: { workspaceId_userId: member } })) {
      throw new AppError('conflict', 'You are a member of this workspace already. Open it in the switcher.');
    }
    await tx.member.create({ data: { ...member, role } });
    await tx.invite.update({ where: { id }, data: { usedAt: new Date() } });
    const target = { kind: 'user', id: userId, name: user.email };
    return {
      result: { workspace_id: workspaceId },
      audit: [{ action: 'member.add', workspaceId, target, after: { role } }],
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}
