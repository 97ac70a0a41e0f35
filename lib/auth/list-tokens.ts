import type { Actor } from '../actor';
import { db } from '../db/client';
import { requireNotActing } from './acting';
import { type TokenView, tokenView } from './token-schema';

/** The caller's own management tokens, newest first, revoked ones included. */
export async function listTokens(actor: Actor): Promise<TokenView[]> {
  requireNotActing(actor);
  if (actor.kind === 'system') return [];
  const only = actor.kind === 'token' && actor.workspaceId ? { workspaceId: actor.workspaceId } : {};
  const rows = await db().managementToken.findMany({
    where: { userId: actor.userId, ...only },
    orderBy: { id: 'desc' },
    take: 500,
  });
  return rows.map(tokenView);
}
