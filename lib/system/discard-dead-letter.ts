import type { Actor } from '../actor';
import { change } from '../changes/change';
import { deadLetterFor, deadLetterView, takeAway, targetOf } from './dead-letters';

/**
 * Gives a dead letter up: what it tells of stays out of the ledger for good. The audit log keeps its content.
 * @throws AppError `not_found`, `forbidden` for anyone but a platform admin
 */
export async function discardDeadLetter(actor: Actor, id: string): Promise<void> {
  const row = await deadLetterFor(actor, id, 'discard dead letters');
  const { kind, error, payload } = deadLetterView(row);
  return change(actor, async (tx) => {
    await takeAway(tx, row.id);
    return {
      result: undefined,
      audit: [
        {
          action: 'dead_letter.discard',
          workspaceId: null,
          target: targetOf(row),
          before: { kind, error, payload },
        },
      ],
      bumps: [],
    };
  });
}
