import type { Actor } from '../actor';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { parse } from '../parse';
import { storeReady } from '../redis/ready';
import { hashSecret, last4, makeSecret } from '../secret';
import { keyToChange, lockKey, requireLive } from './key-access';
import { KEY_INCLUDE, type KeyFacts, keyFacts } from './key-facts';
import { keyWorkspace, requireKeysAllowed } from './key-workspace';
import { rotateKeyInput } from './schema';

/**
 * Gives a key a new secret. Its id, limits and counters stay; the former secret works for
 * `overlap_seconds` more, and one before that no longer.
 * @throws AppError `not_found`, `forbidden`, `conflict` for a revoked key, `quota_unavailable`
 */
export async function rotateKey(
  actor: Actor,
  keyId: string,
  body: unknown,
): Promise<{ facts: KeyFacts; secret: string }> {
  const { key, access } = await keyToChange(actor, keyId, 'rotate keys');
  const { overlap_seconds } = parse(rotateKeyInput, body);
  requireLive(key);
  requireKeysAllowed(await keyWorkspace(key.workspaceId), access);
  await requireStore();
  const secret = makeSecret(key.prefix);
  const previousUntil = overlap_seconds > 0 ? new Date(Date.now() + overlap_seconds * 1000) : null;
  const facts = await change(actor, async (tx) => {
    // Of two rotations at once, the second keeps the secret that the first gave out.
    const before = await lockKey(tx, key);
    requireLive(before);
    const row = await tx.apiKey.update({
      where: { id: key.id },
      data: {
        hash: hashSecret(secret),
        last4: last4(secret),
        previousHash: previousUntil && before.hash,
        previousUntil,
      },
      include: KEY_INCLUDE,
    });
    return {
      result: keyFacts(row),
      audit: [
        {
          action: 'key.rotate',
          workspaceId: key.workspaceId,
          target: { kind: 'key', id: key.id, name: row.name },
          before: { last4: before.last4 },
          after: { last4: row.last4, overlap_seconds },
        },
      ],
      bumps: [{ kind: 'workspace', id: key.workspaceId }],
    };
  });
  return { facts, secret };
}

/** A change that is saved but pending answers 503, and the new secret would be lost with it. */
async function requireStore(): Promise<void> {
  if ((await storeReady()) === 'ok') return;
  throw new AppError(
    'quota_unavailable',
    'The counter store cannot be reached, so nothing was rotated and the key works as before. Try again in a minute.',
  );
}
