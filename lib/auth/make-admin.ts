import { change } from '../changes/change';
import { db } from '../db/client';
import { AppError } from '../errors';

/**
 * `npm run admin -- EMAIL`: makes a user a platform admin, the way to the first one.
 * @returns one sentence on what was done. @throws AppError with one on what to do instead
 */
export async function makeAdmin(email: string): Promise<string> {
  const address = email.trim().toLowerCase();
  if (!address) throw new AppError('invalid_request', 'Say whom: npm run admin -- EMAIL');
  const user = await db().user.findUnique({ where: { email: address } });
  if (!user) {
    throw new AppError(
      'not_found',
      `There is no account with the e-mail ${address}. Sign up with it first, then run this again.`,
    );
  }
  if (user.platformAdmin) return `${address} is a platform admin already.`;
  await change({ kind: 'system', name: 'npm run admin' }, async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { platformAdmin: true } });
    const target = { kind: 'user', id: user.id, name: address };
    return {
      result: undefined,
      audit: [
        {
          action: 'user.platform_admin',
          workspaceId: null,
          target,
          before: { platform_admin: false },
          after: { platform_admin: true },
        },
      ],
      bumps: [],
    };
  });
  return `${address} is now a platform admin. It counts from the next page on; nobody needs to sign in again.`;
}
