import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { getCatalog } from '@/lib/workspaces/catalogs';
import { createPlan } from '@/lib/workspaces/plans/create-plan';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ params: { id = '' } }) => listAnswer((await getCatalog(id)).plans),
  POST: async ({ actor, params: { id = '' }, body }) => created(await createPlan(actor, id, await body())),
});
