import { rotateWebhook } from '@/lib/alerts/rotate-webhook';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '', webhook = '' }, body }) =>
    rotateWebhook(actor, id, webhook, await body({})),
});
