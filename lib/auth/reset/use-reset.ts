import { change } from '../../changes/change';
import { db, type Tx } from '../../db/client';
import type { PasswordReset, User } from '../../db/generated/client';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import { forgive } from '../../redis/guard';
import { bumpsOfUser } from '../account/bumps-of-user';
import { hashPassword } from '../password';
import { PER_ACCOUNT } from '../sign-in';
import { endResets, hashReset } from './reset-link';
import { useResetInput } from './schema';

/** Whose password a link sets, for the page; null where it cannot be used any more. */
export async function resetFor(token: string): Promise<{ email: string } | null> {
  const reset = await usable(db(), token);
  return reset && { email: reset.user.email };
}

/**
 * `POST /api/password-resets/use`: sets the password, signs every browser out and makes every other link useless.
 * Management tokens and API keys go on working.
 * @returns the account's address, to sign in with
 * @throws AppError `forbidden` where the link was used, is over or was replaced, `invalid_request`
 */
export async function setPasswordByLink(body: unknown): Promise<{ email: string }> {
  const { token, password } = parse(useResetInput, body);
  // Before the hash, which costs: strangers with made-up links have no time of ours.
  if (!(await usable(db(), token))) throw over();
  const passwordHash = await hashPassword(password);
  const email = await change({ kind: 'system', name: 'password reset' }, async (tx) => {
    await tx.$queryRaw`select 1 from password_resets where token_hash = ${hashReset(token)} for update`;
    const reset = await usable(tx, token);
    if (!reset) throw over();
    const { userId, user } = reset;
    const now = new Date();
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    await tx.passwordReset.update({ where: { id: reset.id }, data: { usedAt: now } });
    await endResets(tx, userId);
    await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
    return {
      result: user.email,
      audit: [
        {
          action: 'user.password_reset',
          workspaceId: null,
          target: { kind: 'user', id: userId, name: user.email },
        },
      ],
      bumps: await bumpsOfUser(tx, userId),
    };
  });
  // Whoever forgot it has guessed before.
  await forgive('sign-in-account', email, PER_ACCOUNT);
  return { email };
}

const over = () =>
  new AppError(
    'forbidden',
    'This link has expired, was used, or was replaced by a newer one. Ask for a new link.',
    { field: 'token' },
  );

async function usable(
  on: Pick<Tx, 'passwordReset'>,
  token: string,
): Promise<(PasswordReset & { user: User }) | null> {
  const reset = await on.passwordReset.findUnique({
    where: { tokenHash: hashReset(token) },
    include: { user: true },
  });
  if (!reset || reset.usedAt || reset.expiresAt.getTime() <= Date.now() || reset.user.suspendedAt)
    return null;
  return reset;
}
