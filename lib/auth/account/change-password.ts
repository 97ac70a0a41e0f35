import type { Actor } from '../../actor';
import { change } from '../../changes/change';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import { guard } from '../../redis/guard';
import { hashPassword, passwordFits } from '../password';
import { bumpsOfUser } from './bumps-of-user';
import { requireOwnSession } from './own-session';
import { changePasswordInput } from './schema';

/** Guesses at the current password, by account. */
const GUESSES = { limit: 10, windowMs: 10 * 60_000 };

/**
 * Changes the password, after the current one, and signs every other browser out.
 * @throws AppError `forbidden` for a wrong password, `too_many_attempts`, `invalid_request`
 */
export async function changePassword(actor: Actor, body: unknown): Promise<void> {
  const { userId, sessionId } = requireOwnSession(actor);
  const { current, next } = parse(changePasswordInput, body);
  await guard('change-password', userId, GUESSES);
  const nextHash = await hashPassword(next);
  await change(actor, async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (!(await passwordFits(current, user.passwordHash))) {
      throw new AppError(
        'forbidden',
        user.passwordHash
          ? 'The current password is not right.'
          : 'This account has no password: it signs in with another service.',
        { field: 'current' },
      );
    }
    await tx.user.update({ where: { id: userId }, data: { passwordHash: nextHash } });
    await tx.session.updateMany({
      where: { userId, revokedAt: null, id: { not: sessionId } },
      data: { revokedAt: new Date() },
    });
    return {
      result: undefined,
      audit: [
        {
          action: 'user.password',
          workspaceId: null,
          target: { kind: 'user', id: userId, name: user.email },
        },
      ],
      bumps: await bumpsOfUser(tx, userId),
    };
  });
}
