import type { Actor } from '../actor';
import { change, requireInForce } from '../changes/change';
import { keyToChange, lockKey } from './key-access';
import { KEY_INCLUDE, type KeyFacts, keyFacts } from './key-facts';

/** Another call revoked the key between this one's look and its change. */
class RevokedMeanwhile extends Error {}

/**
 * Revokes a key for good: refused on the next request everywhere once this resolves, and its streams end
 * at their next renewal. Doing it again, or at the same time, does nothing more.
 * @throws AppError `not_found`, `forbidden`
 */
export async function revokeKey(actor: Actor, keyId: string): Promise<KeyFacts> {
  const { key } = await keyToChange(actor, keyId, 'revoke keys');
  if (key.revokedAt) {
    await requireInForce([{ kind: 'workspace', id: key.workspaceId }]);
    return keyFacts(key);
  }
  return change(actor, async (tx) => {
    const before = await lockKey(tx, key);
    if (before.revokedAt) throw new RevokedMeanwhile();
    const revokedAt = new Date();
    const row = await tx.apiKey.update({
      where: { id: key.id },
      data: { revokedAt, previousHash: null, previousUntil: null },
      include: KEY_INCLUDE,
    });
    return {
      result: keyFacts(row),
      audit: [
        {
          action: 'key.revoke',
          workspaceId: key.workspaceId,
          target: { kind: 'key', id: key.id, name: row.name },
          before: { revoked_at: null },
          after: { revoked_at: revokedAt.toISOString() },
        },
      ],
      bumps: [{ kind: 'workspace', id: key.workspaceId }],
    };
  }).catch((error: unknown) => {
    if (error instanceof RevokedMeanwhile) return revokeKey(actor, keyId);
    throw error;
  });
}
