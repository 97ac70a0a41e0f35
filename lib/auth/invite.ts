import { createHash } from 'node:crypto';
import { lockWorkspace } from '../changes/lock-workspace';
import type { Tx } from '../db/client';
import type { Invite } from '../db/generated/client';
import { AppError } from '../errors';

/** How a link's token is kept. */
export const hashInvite = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * The invitation that a link's token is for, held with its workspace until the transaction ends: one link lets one
 * person in.
 * @param email who wants to use it
 * @param field of the body, which the token came in
 * @throws AppError `forbidden` where it cannot be used any more, or by others alone, `not_found` where its workspace was
 * deleted meanwhile
 */
export async function lockInvite(tx: Tx, token: string, email: string, field: string): Promise<Invite> {
  const tokenHash = hashInvite(token);
  const known = await tx.invite.findUnique({ where: { tokenHash }, select: { workspaceId: true } });
  if (known?.workspaceId) await lockWorkspace(tx, known.workspaceId);
  await tx.$queryRaw`select 1 from invites where token_hash = ${tokenHash} for update`;
  const invite = await tx.invite.findUnique({ where: { tokenHash } });
  const isTheirs = !invite?.email || invite.email.toLowerCase() === email.toLowerCase();
  if (invite && isTheirs && !invite.usedAt && invite.expiresAt.getTime() > Date.now()) return invite;
  throw new AppError(
    'forbidden',
    'This invitation has expired, was used, or is for another address. Ask for a new one.',
    { field },
  );
}
