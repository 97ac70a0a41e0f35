import { change } from '../changes/change';
import { db } from '../db/client';

/** `npm run admin -- EMAIL`: makes a user a platform admin, the way to the first one. */
export async function makeAdmin(email: string): Promise<string> {
  const address = email.trim().toLowerCase();
  if (!address) return 'Say whom: npm run admin -- EMAIL';
  const user = await db().user.findUnique({ where: { email: address } });
  if (!user) {
    return `There is no account with the e-mail ${address}. Sign up with it first, then run this again.`;
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
