import type { Actor } from '../../actor';
import { change } from '../../changes/change';
import { db } from '../../db/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import { bumpsOfUser } from './bumps-of-user';
import { requireOwnSession } from './own-session';

/**
 * Signs one of the caller's browsers out: refused on its next request everywhere. Doing it again does nothing.
 * @throws AppError `forbidden`, `not_found`, also for somebody else's
 */
export async function revokeSession(actor: Actor, id: string): Promise<void> {
  const { userId } = requireOwnSession(actor);
  const session = isId(id) ? await db().session.findUnique({ where: { id, userId } }) : null;
  if (!session) throw new AppError('not_found', 'There is no session with this id.');
  if (session.revokedAt) return;
  await change(actor, async (tx) => {
    await tx.session.update({ where: { id }, data: { revokedAt: new Date() } });
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    return {
      result: undefined,
      audit: [{ action: 'session.end', workspaceId: null, target: { kind: 'session', id, name: email } }],
      bumps: await bumpsOfUser(tx, userId),
    };
  });
}
