import { randomBytes } from 'node:crypto';
import { type Access, RANK } from '../auth/access';
import type { Webhook } from '../db/generated/client';
import type { WebhookView } from './schema';

/** A new secret as Standard Webhooks spells it. */
export const makeWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const mayChange = ({ unbound, role }: Access): boolean => unbound || (!!role && RANK[role] >= RANK.admin);

export const webhookView = (row: Webhook, access: Access): WebhookView => ({
  id: row.id,
  name: row.name,
  url: mayChange(access) ? row.url : new URL(row.url).origin,
  enabled: row.enabled,
  previous_until:
    row.previousSecret !== null && row.previousUntil !== null && row.previousUntil.getTime() > Date.now()
      ? row.previousUntil.toISOString()
      : null,
  created_at: row.createdAt.toISOString(),
});

/** What the audit log keeps: of the URL its origin, whose readers are not all allowed the rest. */
export const auditedWebhook = ({ name, url, enabled }: Pick<Webhook, 'name' | 'url' | 'enabled'>) => ({
  name,
  host: new URL(url).origin,
  enabled,
});
