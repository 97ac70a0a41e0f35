import { manage } from '@/lib/http/manage';
import { closeUpgrade } from '@/lib/workspaces/upgrades/close-upgrade';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' }, body }) => closeUpgrade(actor, id, 'declined', await body({})),
});
