import type { Actor } from '../actor';
import { change } from '../changes/change';
import { parse } from '../parse';
import { seal } from '../sealed';
import { lockWebhook, requireAlertAdmin } from './access';
import { rotateWebhookInput, type WebhookSecretView } from './schema';
import { makeWebhookSecret, webhookView } from './webhook-view';

/**
 * A new secret, in this answer alone. Until the overlap ends both sign, so a receiver may change over at any time;
 * one that was rotated out before signs no more.
 * @throws AppError `not_found`, `forbidden`, `invalid_request`
 */
export async function rotateWebhook(
  actor: Actor,
  workspaceId: string,
  id: string,
  body: unknown,
): Promise<WebhookSecretView> {
  const access = await requireAlertAdmin(actor, workspaceId);
  const { overlap_seconds: seconds } = parse(rotateWebhookInput, body);
  const secret = makeWebhookSecret();
  return change(actor, async (tx) => {
    const before = await lockWebhook(tx, workspaceId, id);
    const row = await tx.webhook.update({
      where: { id },
      data: {
        sealedSecret: seal(secret),
        previousSecret: seconds > 0 ? before.sealedSecret : null,
        previousUntil: seconds > 0 ? new Date(Date.now() + seconds * 1000) : null,
      },
    });
    return {
      result: { ...webhookView(row, access), secret },
      audit: [
        {
          action: 'webhook.rotate',
          workspaceId,
          target: { kind: 'webhook', id, name: row.name },
          after: { overlap_seconds: seconds },
        },
      ],
      bumps: [],
    };
  });
}
