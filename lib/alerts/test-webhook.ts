import type { Actor } from '../actor';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { newId } from '../ids';
import { lockWebhook, requireAlertAdmin } from './access';
import { DELIVERY_INCLUDE, deliveryView } from './delivery-view';
import { testMessage } from './message';
import type { DeliveryView } from './schema';

/**
 * Sends a test message, signed and logged as any other; the delivery log says within seconds what came of it.
 * @throws AppError `not_found`, `forbidden`, `conflict` for one that is switched off
 */
export async function testWebhook(actor: Actor, workspaceId: string, id: string): Promise<DeliveryView> {
  await requireAlertAdmin(actor, workspaceId);
  return change(actor, async (tx) => {
    const { name, enabled } = await lockWebhook(tx, workspaceId, id);
    if (!enabled) throw new AppError('conflict', 'This webhook is switched off. Switch it on first.');
    const workspace = await tx.workspace.findUniqueOrThrow({
      where: { id: workspaceId },
      select: { id: true, name: true },
    });
    const row = await tx.delivery.create({
      data: { id: newId(), workspaceId, webhookId: id, ...testMessage(workspace, Date.now()) },
      include: DELIVERY_INCLUDE,
    });
    return {
      result: deliveryView(row),
      audit: [{ action: 'webhook.test', workspaceId, target: { kind: 'webhook', id, name } }],
      bumps: [],
    };
  });
}
