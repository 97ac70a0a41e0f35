import type { Actor } from '../actor';
import { change } from '../changes/change';
import { db } from '../db/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { requireNotActing } from './acting';
import { type TokenView, tokenView } from './token-schema';

/**
 * Revokes one of the caller's tokens, or anyone's for a platform admin: refused from its next call on, for
 * every call asks the database. Doing it again does nothing.
 * @throws AppError `not_found`, also for someone else's
 */
export async function revokeToken(actor: Actor, tokenId: string): Promise<TokenView> {
  requireNotActing(actor);
  const token = isId(tokenId) ? await db().managementToken.findUnique({ where: { id: tokenId } }) : null;
  if (!token || !mayRevoke(actor, token)) {
    throw new AppError('not_found', 'There is no management token with this id.');
  }
  if (token.revokedAt) return tokenView(token);
  return change(actor, async (tx) => {
    const row = await tx.managementToken.update({ where: { id: token.id }, data: { revokedAt: new Date() } });
    const target = { kind: 'token', id: token.id, name: token.name };
    return {
      result: tokenView(row),
      audit: [{ action: 'token.revoke', workspaceId: token.workspaceId, target }],
      bumps: [],
    };
  });
}

function mayRevoke(actor: Actor, token: { userId: string; workspaceId: string | null }): boolean {
  if (actor.kind === 'system' || actor.platformAdmin) return true;
  if (actor.kind === 'token' && actor.workspaceId && actor.workspaceId !== token.workspaceId) return false;
  return token.userId === actor.userId;
}
