import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';
import type { WebhookView } from './schema';
import { webhookView } from './webhook-view';

/** A workspace's webhooks, oldest first; for its members. @throws AppError `not_found` */
export async function listWebhooks(actor: Actor, workspaceId: string): Promise<WebhookView[]> {
  const access = await accessTo(actor, workspaceId);
  const rows = await db().webhook.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
  return rows.map((row) => webhookView(row, access));
}
