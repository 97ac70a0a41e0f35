import { manage } from '@/lib/http/manage';
import { planChanges } from '@/lib/workspaces/upgrades/plan-changes';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor, params: { id = '' } }) => listAnswer(await planChanges(actor, id)),
});
