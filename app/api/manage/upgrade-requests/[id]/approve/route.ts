import { manage } from '@/lib/http/manage';
import { approveUpgrade } from '@/lib/workspaces/upgrades/approve-upgrade';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' }, body }) => approveUpgrade(actor, id, await body({})),
});
