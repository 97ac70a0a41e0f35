import type { Actor } from '../actor';
import { change } from '../changes/change';
import { lockWorkspace } from '../changes/lock-workspace';
import { newId } from '../ids';
import { parse } from '../parse';
import { seal } from '../sealed';
import { requireAlertAdmin, requireRoom } from './access';
import { checkedUrl } from './address';
import { createWebhookInput, type WebhookSecretView } from './schema';
import { auditedWebhook, makeWebhookSecret, webhookView } from './webhook-view';

const MOST = 20;

/**
 * A webhook. Its secret is in this answer alone; at rest it is sealed.
 * @throws AppError `not_found`, `forbidden`, `invalid_request` for an address that is not public or not https,
 * `conflict` for more than 20
 */
export async function createWebhook(
  actor: Actor,
  workspaceId: string,
  body: unknown,
): Promise<WebhookSecretView> {
  const access = await requireAlertAdmin(actor, workspaceId);
  const input = parse(createWebhookInput, body);
  const url = checkedUrl(input.url);
  const secret = makeWebhookSecret();
  return change(actor, async (tx) => {
    // Those who add take turns, so that no two pass the most.
    await lockWorkspace(tx, workspaceId);
    requireRoom(await tx.webhook.count({ where: { workspaceId } }), MOST, 'webhooks');
    const row = await tx.webhook.create({
      data: { id: newId(), workspaceId, name: input.name, url, sealedSecret: seal(secret) },
    });
    return {
      result: { ...webhookView(row, access), secret },
      audit: [
        {
          action: 'webhook.create',
          workspaceId,
          target: { kind: 'webhook', id: row.id, name: row.name },
          after: auditedWebhook(row),
        },
      ],
      bumps: [],
    };
  });
}
