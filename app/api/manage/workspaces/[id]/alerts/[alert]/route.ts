import { deleteRule } from '@/lib/alerts/delete-rule';
import { updateRule } from '@/lib/alerts/update-rule';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  PATCH: async ({ actor, params: { id = '', alert = '' }, body }) =>
    updateRule(actor, id, alert, await body()),
  DELETE: ({ actor, params: { id = '', alert = '' } }) => deleteRule(actor, id, alert),
});
