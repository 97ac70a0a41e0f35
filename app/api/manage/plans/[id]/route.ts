import { manage } from '@/lib/http/manage';
import { deletePlan } from '@/lib/workspaces/plans/delete-plan';
import { editPlan } from '@/lib/workspaces/plans/edit-plan';
import { getPlan } from '@/lib/workspaces/plans/plan-detail';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor, params: { id = '' } }) => getPlan(actor, id),
  PATCH: async ({ actor, params: { id = '' }, body }) => editPlan(actor, id, await body()),
  DELETE: ({ actor, params: { id = '' } }) => deletePlan(actor, id),
});
