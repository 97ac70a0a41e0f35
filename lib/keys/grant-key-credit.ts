import type { Actor } from '../actor';
import { requirePlatformAdmin } from '../auth/access';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { formatDecimal } from '../money';
import { parse } from '../parse';
import { creditMicros, raisedBudget } from './credit';
import { keyFor, lockKey, requireLive } from './key-access';
import { auditedKey, KEY_INCLUDE, type KeyFacts, keyFacts } from './key-facts';
import { creditInput } from './schema';

/**
 * Raises a key's budget by an amount: two grants at once add up, and what was used stays used. In force on
 * the next request once this resolves.
 * @throws AppError `not_found`, `forbidden` for anyone but a platform admin, `conflict` for a revoked key or
 * one without a budget
 */
export async function grantKeyCredit(actor: Actor, keyId: string, body: unknown): Promise<KeyFacts> {
  const { key } = await keyFor(actor, keyId);
  requirePlatformAdmin(actor, 'grant credit');
  const { amount, note } = parse(creditInput, body);
  const byMicros = creditMicros(amount);
  requireLive(key);
  return change(actor, async (tx) => {
    const before = await lockKey(tx, key);
    requireLive(before);
    if (before.budgetMicros === null) {
      throw new AppError(
        'conflict',
        `The key "${key.name}" has no budget, so there is nothing to raise: it may spend what its workspace may.`,
      );
    }
    const row = await tx.apiKey.update({
      where: { id: key.id },
      data: { budgetMicros: raisedBudget(before.budgetMicros, byMicros) },
      include: KEY_INCLUDE,
    });
    const result = keyFacts(row);
    return {
      result,
      audit: [
        {
          action: 'key.credit',
          workspaceId: key.workspaceId,
          target: { kind: 'key', id: key.id, name: key.name },
          before: auditedKey(keyFacts(before)),
          after: { ...auditedKey(result), credit: formatDecimal(byMicros), ...(note && { note }) },
        },
      ],
      bumps: [{ kind: 'workspace', id: key.workspaceId }],
    };
  });
}
