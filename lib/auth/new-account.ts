import type { AuditRecord } from '../audit/record';
import type { Bump } from '../changes/change';
import type { Tx } from '../db/client';
import { env } from '../env';
import { AppError } from '../errors';
import { newId } from '../ids';
import { lockInvite } from './invite';
import { openWorkspace } from './open-workspace';

/** Who signs up; `passwordHash` is null where another service vouches for them. */
export interface AccountInput {
  email: string;
  name: string;
  passwordHash: string | null;
  /** Name of the first workspace. */
  workspace?: string | undefined;
  /** Token of a one-time link. */
  invite?: string | undefined;
}

export interface NewAccount {
  userId: string;
  workspaceId: string;
  audit: [AuditRecord, ...AuditRecord[]];
  bumps: Bump[];
}

/**
 * A user with a place to work: the workspace that the invite is for, else one of their own on the lowest
 * plan of DEFAULT_CATALOG.
 * @throws AppError `forbidden` where SIGN_UP does not allow it, `conflict` for a known e-mail.
 */
export async function newAccount(tx: Tx, input: AccountInput): Promise<NewAccount> {
  const { email, name, passwordHash } = input;
  const invite = input.invite ? await lockInvite(tx, input.invite, email, 'invite') : null;
  requireOpenDoor(invite !== null);
  const userId = newId();
  // The unique e-mail decides, not a look beforehand: two sign-ups may come at once.
  const { count } = await tx.user.createMany({
    data: { id: userId, email, name, passwordHash },
    skipDuplicates: true,
  });
  if (count === 0) {
    throw new AppError('conflict', 'There is an account with this e-mail address. Sign in instead.', {
      field: 'email',
    });
  }
  const created: AuditRecord = {
    action: 'user.create',
    workspaceId: null,
    target: { kind: 'user', id: userId, name: email },
    after: { email, name, invite: invite?.id ?? null },
  };
  if (invite) await tx.invite.update({ where: { id: invite.id }, data: { usedAt: new Date() } });
  if (invite?.workspaceId) {
    const { workspaceId, role } = invite;
    await tx.member.create({ data: { workspaceId, userId, role } });
    const joined: AuditRecord = {
      action: 'member.add',
      workspaceId,
      target: { kind: 'user', id: userId, name: email },
      after: { role },
    };
    return { userId, workspaceId, audit: [created, joined], bumps: [{ kind: 'workspace', id: workspaceId }] };
  }
  const workspaceName = input.workspace ?? `${name}'s workspace`.slice(0, 80);
  const own = await openWorkspace(tx, {
    ownerId: userId,
    name: workspaceName,
    catalogId: env().DEFAULT_CATALOG,
  });
  return { userId, workspaceId: own.id, audit: [created, own.audit], bumps: [] };
}

function requireOpenDoor(invited: boolean): void {
  const door = env().SIGN_UP;
  if (door === 'open' || (door === 'invite' && invited)) return;
  throw new AppError(
    'forbidden',
    door === 'off'
      ? 'Sign-up is switched off on this Headroom. Ask an admin for an account.'
      : 'Sign-up needs an invitation. Ask an admin for one.',
  );
}
