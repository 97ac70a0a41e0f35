import type { Actor } from '../../actor';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import { mailsLinks, tryMail } from '../../mail';
import { requirePlatformAdmin } from '../access';
import { GIVEN_MS, issueReset, resetMail } from './reset-link';
import type { ResetLinkView } from './schema';

/**
 * A link that sets a new password for somebody who cannot sign in: mailed to them where e-mail is sent, so that
 * nobody else sees it; else in this answer, once.
 * @throws AppError `forbidden` for anyone but a platform admin, `not_found`, `conflict` for a suspended account
 */
export async function giveReset(actor: Actor, userId: string): Promise<ResetLinkView> {
  requirePlatformAdmin(actor, 'let people set a new password');
  const user = isId(userId) ? await db().user.findUnique({ where: { id: userId } }) : null;
  if (!user) throw new AppError('not_found', 'There is no user with this id.');
  if (user.suspendedAt) {
    throw new AppError('conflict', 'This account is suspended. Lift the suspension first.');
  }
  const createdBy = actor.kind === 'system' ? null : actor.userId;
  const { token, expiresAt } = await change(actor, async (tx) => ({
    result: await issueReset(tx, { userId, createdBy, validMs: GIVEN_MS }),
    audit: [
      {
        action: 'user.reset_link',
        workspaceId: null,
        target: { kind: 'user', id: userId, name: user.email },
        after: { mailed: mailsLinks() },
      },
    ],
    bumps: [],
  }));
  const sent = mailsLinks() && (await tryMail(resetMail(user.email, token, GIVEN_MS)));
  return {
    sent_to: sent ? user.email : null,
    token: sent ? null : token,
    expires_at: expiresAt.toISOString(),
  };
}
