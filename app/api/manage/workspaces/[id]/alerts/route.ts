import { createRule } from '@/lib/alerts/create-rule';
import { listRules } from '@/lib/alerts/list-rules';
import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor, params: { id = '' } }) => listAnswer(await listRules(actor, id)),
  POST: async ({ actor, params: { id = '' }, body }) => created(await createRule(actor, id, await body())),
});
