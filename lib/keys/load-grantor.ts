import { db } from '../db/client';
import { AppError } from '../errors';
import { type Loaded, loadKey } from './load-key';
import { loadWorkspacePolicy } from './load-policy';
import { sessionPrincipal } from './load-session';

/** Who let something be done later without their key or session being sent again: a presigned upload. */
export interface Grantor {
  workspaceId: string;
  /** null: a browser session */
  keyId: string | null;
  userId: string;
}

const gone = () =>
  new AppError('forbidden', 'Whoever asked for this may no longer use the workspace. Ask for it anew.');

/**
 * Reads the policy in force for a grantor, as long as they might still do it themselves.
 * @throws AppError as `loadKey` for a key that was revoked; `forbidden` where a member has left
 */
export async function loadGrantor({ workspaceId, keyId, userId }: Grantor): Promise<Loaded> {
  if (keyId !== null) {
    const key = await db().apiKey.findUnique({ where: { id: keyId }, select: { hash: true } });
    if (!key) throw gone();
    return loadKey(key.hash);
  }
  return db().$transaction(async (tx) => {
    const policy = await loadWorkspacePolicy(tx, workspaceId);
    const member = await tx.member.findUnique({
      where: { workspaceId_userId: { workspaceId, userId } },
      include: { user: true },
    });
    if (!policy || policy.suspended || !member || member.user.suspendedAt || member.role === 'viewer')
      throw gone();
    return { principal: sessionPrincipal(userId, policy), validForMs: null };
  });
}
