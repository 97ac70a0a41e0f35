import type { Actor } from '../../actor';
import { change } from '../../changes/change';
import type { Tx } from '../../db/client';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import { guard } from '../../redis/guard';
import { hashPassword, passwordFits } from '../password';
import { changePasswordInput, editProfileInput } from './schema';

type SignedIn = Actor & { kind: 'user' };

/** Guesses at the current password, by account. */
const GUESSES = { limit: 10, windowMs: 10 * 60_000 };

/** What concerns an account alone takes its owner in a browser. @throws AppError `forbidden` */
export function requireOwnSession(actor: Actor): SignedIn {
  if (actor.kind === 'user' && !actor.acting) return actor;
  throw new AppError(
    'forbidden',
    'This concerns your own account: sign in to it in a browser, and act in no workspace.',
  );
}

/** Changes the name that others see. @throws AppError `forbidden`, `invalid_request` */
export async function editProfile(actor: Actor, body: unknown): Promise<{ name: string }> {
  const { userId } = requireOwnSession(actor);
  const { name } = parse(editProfileInput, body);
  return change(actor, async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    await tx.user.update({ where: { id: userId }, data: { name } });
    const target = { kind: 'user', id: userId, name: before.email };
    return {
      result: { name },
      audit: [
        { action: 'user.name', workspaceId: null, target, before: { name: before.name }, after: { name } },
      ],
      bumps: [],
    };
  });
}

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
      bumps: await workspacesOf(tx, userId),
    };
  });
}

/** Product routes know sessions by revision, so an ended one is refused there on its next request. */
export async function workspacesOf(tx: Tx, userId: string) {
  const memberships = await tx.member.findMany({ where: { userId }, select: { workspaceId: true } });
  return memberships.map(({ workspaceId }) => ({ kind: 'workspace' as const, id: workspaceId }));
}
