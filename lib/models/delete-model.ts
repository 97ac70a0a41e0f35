import type { Actor } from '../actor';
import { change } from '../changes/change';
import { lockModel, requireModelAdmin } from './access';
import { auditedModel } from './model-view';

/**
 * Deletes a model: not found on the next request once this resolves. Calls that run end as they would; the
 * ledger keeps its name. A seeded model comes back with the next seeding: to keep one away, disable it.
 * @throws AppError `not_found`, `forbidden`
 */
export async function deleteModel(actor: Actor, id: string): Promise<void> {
  requireModelAdmin(actor);
  await change(actor, async (tx) => {
    const row = await lockModel(tx, id);
    await tx.model.delete({ where: { id } });
    return {
      result: undefined,
      audit: [
        {
          action: 'model.delete',
          workspaceId: null,
          target: { kind: 'model', id, name: row.name },
          before: auditedModel(row),
        },
      ],
      bumps: [{ kind: 'catalog', id: row.catalogId }],
    };
  });
}
