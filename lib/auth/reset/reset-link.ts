import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../../db/client';
import { newId } from '../../ids';
import { type Mail, pageLink } from '../../mail';

const HOUR_MS = 3_600_000;
/** Asked for by whoever reads the mailbox: used at once. */
export const ASKED_MS = HOUR_MS;
/** Handed over by an admin, who may not reach the person today. */
export const GIVEN_MS = 24 * HOUR_MS;

/** How a link's token is kept. */
export const hashReset = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes a link, and every earlier one of the user useless. @returns its token, which is kept nowhere */
export async function issueReset(
  tx: Tx,
  { userId, createdBy, validMs }: { userId: string; createdBy: string | null; validMs: number },
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(Date.now() + validMs);
  await endResets(tx, userId);
  await tx.passwordReset.create({
    data: { id: newId(), userId, tokenHash: hashReset(token), createdBy, expiresAt },
  });
  return { token, expiresAt };
}

/** Makes every link of a user useless that was not used. */
export async function endResets(tx: Tx, userId: string): Promise<void> {
  await tx.passwordReset.updateMany({
    where: { userId, usedAt: null, expiresAt: { gt: new Date() } },
    data: { expiresAt: new Date(0) },
  });
}

export function resetMail(to: string, token: string, validMs: number): Mail {
  const hours = validMs / HOUR_MS;
  const lines = [
    'Somebody asked for a new password for your Headroom account. Set it here:',
    '',
    pageLink(`/reset?token=${token}`),
    '',
    `The link works once, within ${hours === 1 ? 'an hour' : `${hours} hours`}. Setting a password signs every browser out.`,
    'If it was not you, do nothing: your password stays as it is.',
  ];
  return { to, subject: 'Set a new password for Headroom', text: lines.join('\n') };
}
