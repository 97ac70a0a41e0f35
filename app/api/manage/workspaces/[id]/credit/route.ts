import { manage } from '@/lib/http/manage';
import { grantCredit } from '@/lib/workspaces/grant-credit';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' }, body }) => grantCredit(actor, id, await body()),
});
