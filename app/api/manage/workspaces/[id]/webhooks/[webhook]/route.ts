import { deleteWebhook } from '@/lib/alerts/delete-webhook';
import { updateWebhook } from '@/lib/alerts/update-webhook';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  PATCH: async ({ actor, params: { id = '', webhook = '' }, body }) =>
    updateWebhook(actor, id, webhook, await body()),
  DELETE: ({ actor, params: { id = '', webhook = '' } }) => deleteWebhook(actor, id, webhook),
});
