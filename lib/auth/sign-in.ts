import { db } from '../db/client';
import { AppError } from '../errors';
import { forgive, guard } from '../redis/guard';
import { passwordFits } from './password';

/** Per account the guesses at one password; per address those at many. */
export const PER_ACCOUNT = { limit: 10, windowMs: 10 * 60_000 };
const PER_ADDRESS = { limit: 200, windowMs: 10 * 60_000 };

/**
 * The user whose e-mail and password these are, else null: unknown account and wrong password answer alike
 * and take as long.
 * @throws AppError `too_many_attempts`; `forbidden` for a suspended user with the right password.
 */
export async function signIn(
  email: string,
  password: string,
  ip: string | null,
): Promise<{ id: string } | null> {
  const account = email.replaceAll('\0', '').trim().toLowerCase().slice(0, 200);
  await guard('sign-in-address', ip ?? 'unknown', PER_ADDRESS);
  await guard('sign-in-account', account, PER_ACCOUNT);
  const user = await db().user.findUnique({ where: { email: account } });
  if (!(await passwordFits(password.slice(0, 200), user?.passwordHash ?? null)) || !user) return null;
  if (user.suspendedAt) {
    throw new AppError('forbidden', 'This account is suspended. Ask whoever runs this Headroom.');
  }
  await forgive('sign-in-account', account, PER_ACCOUNT);
  return { id: user.id };
}
