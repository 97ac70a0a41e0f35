import type { Actor } from '../actor';
import { change } from '../changes/change';
import { db } from '../db/client';
import type { User } from '../db/generated/client';
import { newAccount } from './new-account';

/** Who an outside provider (GitHub, Google, OIDC) says is signing in. */
export interface OutsideIdentity {
  provider: string;
  providerAccountId: string;
  email: string;
  /** Whether the provider vouches for the e-mail: only then may it open an existing account. */
  emailVerified: boolean;
  name: string;
}

/**
 * The user behind an outside identity: the linked one, else one without a password and with the same
 * vouched-for e-mail, else a new one where SIGN_UP is open. null where none of these may be.
 */
export async function userForIdentity(identity: OutsideIdentity): Promise<User | null> {
  const { provider, providerAccountId } = identity;
  const linked = await db().account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    include: { user: true },
  });
  if (linked) return linked.user.suspendedAt ? null : linked.user;
  const email = identity.email.trim().toLowerCase();
  if (email === '') return null;
  const known = await db().user.findUnique({ where: { email } });
  if (!known) return createFrom({ ...identity, email });
  // An address with a password was never proven to be its owner's: whoever signed up with it first would
  // share the account of the person who comes from the provider.
  if (!identity.emailVerified || known.passwordHash || known.suspendedAt) return null;
  const actor: Actor = { kind: 'system', name: 'sign-in' };
  return change(actor, async (tx) => {
    await tx.account.create({ data: { provider, providerAccountId, userId: known.id } });
    const target = { kind: 'user', id: known.id, name: email };
    return {
      result: known,
      audit: [{ action: 'user.link', workspaceId: null, target, after: { provider } }],
      bumps: [],
    };
  });
}

function createFrom({ provider, providerAccountId, email, name }: OutsideIdentity): Promise<User> {
  return change({ kind: 'system', name: 'sign-up' }, async (tx) => {
    const account = await newAccount(tx, { email, name: name.slice(0, 80) || email, passwordHash: null });
    await tx.account.create({ data: { provider, providerAccountId, userId: account.userId } });
    const user = await tx.user.findUniqueOrThrow({ where: { id: account.userId } });
    return { result: user, audit: account.audit, bumps: account.bumps };
  });
}
