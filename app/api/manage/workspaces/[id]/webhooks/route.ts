import { createWebhook } from '@/lib/alerts/create-webhook';
import { listWebhooks } from '@/lib/alerts/list-webhooks';
import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor, params: { id = '' } }) => listAnswer(await listWebhooks(actor, id)),
  POST: async ({ actor, params: { id = '' }, body }) => created(await createWebhook(actor, id, await body())),
});
