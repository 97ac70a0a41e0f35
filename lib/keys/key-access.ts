import type { Actor } from '../actor';
import { type Access, accessTo, requireRole } from '../auth/access';
import { lockWorkspace } from '../changes/lock-workspace';
import { db, type Tx } from '../db/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { KEY_INCLUDE, type KeyRow } from './key-facts';

const noKey = () => new AppError('not_found', 'There is no key with this id.');

/** A key an actor may see. Foreign and missing ones are the same 404. */
export async function keyFor(actor: Actor, keyId: string): Promise<{ key: KeyRow; access: Access }> {
  const key = isId(keyId)
    ? await db().apiKey.findUnique({ where: { id: keyId }, include: KEY_INCLUDE })
    : null;
  if (!key) throw noKey();
  return { key, access: await accessTo(actor, key.workspaceId, 'key') };
}

/**
 * A key an actor may change: admins every key of the workspace, developers their own.
 * @throws AppError `not_found`, `forbidden`
 */
export async function keyToChange(
  actor: Actor,
  keyId: string,
  toDo: string,
): Promise<{ key: KeyRow; access: Access }> {
  const found = await keyFor(actor, keyId);
  requireRole(found.access, 'developer', toDo);
  if (found.access.userId !== found.key.ownerId) {
    requireRole(found.access, 'admin', `${toDo} that belong to others`);
  }
  return found;
}

/**
 * A key as it is once its workspace's changes before this one are done: what was seen ahead may be so no more.
 * @throws AppError `not_found`
 */
export async function lockKey(tx: Tx, { id, workspaceId }: KeyRow): Promise<KeyRow> {
  await lockWorkspace(tx, workspaceId);
  const key = await tx.apiKey.findUnique({ where: { id }, include: KEY_INCLUDE });
  if (!key) throw noKey();
  return key;
}

/** @throws AppError `conflict` */
export function requireLive(key: KeyRow): void {
  if (!key.revokedAt) return;
  throw new AppError(
    'conflict',
    `The key "${key.name}" was revoked, which is final. Create a new one instead.`,
  );
}
