import type { Actor } from '../actor';
import { change } from '../changes/change';
import { parse } from '../parse';
import { lockWebhook, requireAlertAdmin } from './access';
import { checkedUrl } from './address';
import { updateWebhookInput, type WebhookView } from './schema';
import { auditedWebhook, webhookView } from './webhook-view';

/** Renames a webhook, points it elsewhere, switches it off or on. @throws as createWebhook */
export async function updateWebhook(
  actor: Actor,
  workspaceId: string,
  id: string,
  body: unknown,
): Promise<WebhookView> {
  const access = await requireAlertAdmin(actor, workspaceId);
  const { url, ...input } = parse(updateWebhookInput, body);
  const data = { ...input, ...(url !== undefined && { url: checkedUrl(url) }) };
  return change(actor, async (tx) => {
    const before = await lockWebhook(tx, workspaceId, id);
    const row = await tx.webhook.update({ where: { id }, data });
    return {
      result: webhookView(row, access),
      audit: [
        {
          action: 'webhook.update',
          workspaceId,
          target: { kind: 'webhook', id, name: row.name },
          before: auditedWebhook(before),
          after: auditedWebhook(row),
        },
      ],
      bumps: [],
    };
  });
}
