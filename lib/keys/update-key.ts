import type { Actor } from '../actor';
import { change } from '../changes/change';
import { parse } from '../parse';
import { keyToChange, lockKey, requireLive } from './key-access';
import { keyColumns } from './key-columns';
import { auditedKey, KEY_INCLUDE, type KeyFacts, keyFacts } from './key-facts';
import { keyWorkspace, requireKeysAllowed } from './key-workspace';
import { updateKeyInput } from './schema';

/**
 * Changes the fields that are given. In force on the next request once this resolves; counters stay.
 * @throws AppError `not_found`, `forbidden`, `conflict` for a revoked key, `invalid_request`
 */
export async function updateKey(actor: Actor, keyId: string, body: unknown): Promise<KeyFacts> {
  const { key, access } = await keyToChange(actor, keyId, 'change keys');
  const input = parse(updateKeyInput, body);
  requireLive(key);
  const workspace = await keyWorkspace(key.workspaceId);
  requireKeysAllowed(workspace, access);
  const columns = await keyColumns(workspace, input, access, key.planId);
  if (Object.keys(columns).length === 0) return keyFacts(key);
  return change(actor, async (tx) => {
    const before = await lockKey(tx, key);
    requireLive(before);
    const row = await tx.apiKey.update({ where: { id: key.id }, data: columns, include: KEY_INCLUDE });
    const result = keyFacts(row);
    return {
      result,
      audit: [
        {
          action: 'key.update',
          workspaceId: key.workspaceId,
          target: { kind: 'key', id: key.id, name: row.name },
          before: auditedKey(keyFacts(before)),
          after: auditedKey(result),
        },
      ],
      bumps: [{ kind: 'workspace', id: key.workspaceId }],
    };
  });
}
