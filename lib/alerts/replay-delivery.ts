import type { Actor } from '../actor';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { isId } from '../ids';
import { requireAlertAdmin } from './access';
import { DELIVERY_INCLUDE, deliveryView } from './delivery-view';
import type { DeliveryView } from './schema';

const missing = () => new AppError('not_found', 'There is no delivery with this id.');

/**
 * Sends a message again: the same id and body, signed anew, and retried as at first. A receiver that keeps ids
 * knows it by them.
 * @throws AppError `not_found`, `forbidden`, `conflict` while it is on its way, or its webhook is switched off
 */
export async function replayDelivery(actor: Actor, workspaceId: string, id: string): Promise<DeliveryView> {
  await requireAlertAdmin(actor, workspaceId);
  if (!isId(id)) throw missing();
  return change(actor, async (tx) => {
    await tx.$queryRaw`select 1 from deliveries where id = ${id}::uuid for update`;
    const before = await tx.delivery.findFirst({ where: { id, workspaceId }, include: { webhook: true } });
    if (!before) throw missing();
    if (before.status === 'pending' && before.attempts === 0) {
      throw new AppError('conflict', 'This message is on its way. Reload the log in a moment.');
    }
    if (before.webhook && !before.webhook.enabled) {
      throw new AppError('conflict', 'Its webhook is switched off. Switch it on first.');
    }
    const row = await tx.delivery.update({
      where: { id },
      data: { status: 'pending', attempts: 0, nextAttemptAt: new Date() },
      include: DELIVERY_INCLUDE,
    });
    return {
      result: deliveryView(row),
      audit: [
        {
          action: 'webhook.replay',
          workspaceId,
          target: { kind: 'delivery', id, name: before.webhook?.name ?? before.email ?? 'a message' },
        },
      ],
      bumps: [],
    };
  });
}
