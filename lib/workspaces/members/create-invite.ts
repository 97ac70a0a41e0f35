import { randomBytes } from 'node:crypto';
import type { Actor } from '../../actor';
import { accessTo, requireRole } from '../../auth/access';
import { hashInvite } from '../../auth/invite';
import { change } from '../../changes/change';
import { lockWorkspace } from '../../changes/lock-workspace';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { type Mail, mailsLinks, pageLink, tryMail } from '../../mail';
import { parse } from '../../parse';
import { guard } from '../../redis/guard';
import { inviteView } from './invite-view';
import { requireMayGive } from './require-may-give';
import { type CreatedInviteView, createInviteInput } from './schema';

const VALID_MS = 7 * 86_400_000;

/** What a workspace may have mailed: our sender's good name is everybody's. */
const MAILS = { limit: 60, windowMs: 3_600_000 };

/**
 * A link that lets one person join the workspace within a week. Its token is in this answer, and in the e-mail to
 * the person where one is named and e-mail is sent.
 * @throws AppError `not_found`, `forbidden`, `invalid_request`, `too_many_attempts`
 */
export async function createInvite(
  actor: Actor,
  workspaceId: string,
  body: unknown,
): Promise<CreatedInviteView> {
  const access = await accessTo(actor, workspaceId);
  requireRole(access, 'admin', 'invite people');
  const { role, email = null } = parse(createInviteInput, body);
  requireMayGive(access, role);
  const token = randomBytes(24).toString('base64url');
  const mails = email !== null && mailsLinks();
  if (mails) await guard('invite-mail', workspaceId, MAILS);
  const made = await change(actor, async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const row = await tx.invite.create({
      data: {
        id: newId(),
        tokenHash: hashInvite(token),
        email,
        workspaceId,
        role,
        createdBy: access.userId,
        expiresAt: new Date(Date.now() + VALID_MS),
      },
    });
    const target = { kind: 'invite', id: row.id, name: email ?? 'whoever has the link' };
    return {
      result: inviteView(row),
      audit: [{ action: 'member.invite', workspaceId, target, after: { role, email } }],
      bumps: [],
    };
  });
  const sent = mails && (await tryMail(await inviteMail(actor, workspaceId, { email, role, token })));
  return { ...made, token, sent_to: sent ? email : null };
}

async function inviteMail(
  actor: Actor,
  workspaceId: string,
  { email, role, token }: { email: string; role: string; token: string },
): Promise<Mail> {
  const { name } = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { name: true },
  });
  const lines = [
    `${actor.name} invites you to the workspace "${name}" on Headroom, as ${role}.`,
    '',
    pageLink(`/join?invite=${token}`),
    '',
    'The link works once, within a week, for this address alone.',
    'If you do not know who this is, do nothing.',
  ];
  return { to: email, subject: `Join ${name} on Headroom`, text: lines.join('\n') };
}
