import { testWebhook } from '@/lib/alerts/test-webhook';
import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '', webhook = '' } }) =>
    created(await testWebhook(actor, id, webhook)),
});
