import type { Actor } from '../actor';
import { change } from '../changes/change';
import { lockWebhook, requireAlertAdmin } from './access';
import { auditedWebhook } from './webhook-view';

/**
 * Deletes a webhook with its deliveries, and takes it out of every rule.
 * @throws AppError `not_found`, `forbidden`
 */
export async function deleteWebhook(actor: Actor, workspaceId: string, id: string): Promise<void> {
  await requireAlertAdmin(actor, workspaceId);
  await change(actor, async (tx) => {
    const before = await lockWebhook(tx, workspaceId, id);
    await tx.$executeRaw`update alert_rules set webhook_ids = array_remove(webhook_ids, ${id}::uuid)
      where workspace_id = ${workspaceId}::uuid`;
    await tx.webhook.delete({ where: { id } });
    return {
      result: undefined,
      audit: [
        {
          action: 'webhook.delete',
          workspaceId,
          target: { kind: 'webhook', id, name: before.name },
          before: auditedWebhook(before),
        },
      ],
      bumps: [],
    };
  });
}
