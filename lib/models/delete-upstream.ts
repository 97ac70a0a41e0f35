import type { Actor } from '../actor';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { lockUpstream, requireModelAdmin } from './access';
import { auditedUpstream } from './upstream-view';

/**
 * Deletes an upstream with its key.
 * @throws AppError `not_found`, `forbidden`, `conflict` while models are called there
 */
export async function deleteUpstream(actor: Actor, id: string): Promise<void> {
  requireModelAdmin(actor);
  await change(actor, async (tx) => {
    const row = await lockUpstream(tx, id);
    const models = row._count.models;
    if (models > 0) {
      throw new AppError(
        'conflict',
        `${models} ${models === 1 ? 'model is' : 'models are'} called at this upstream. Move or delete them first, or disable the upstream.`,
        { models },
      );
    }
    await tx.upstream.delete({ where: { id } });
    return {
      result: undefined,
      audit: [
        {
          action: 'upstream.delete',
          workspaceId: null,
          target: { kind: 'upstream', id, name: row.name },
          before: auditedUpstream(row),
        },
      ],
      bumps: [],
    };
  });
}
