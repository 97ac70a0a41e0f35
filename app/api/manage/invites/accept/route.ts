import { manage } from '@/lib/http/manage';
import { acceptInvite } from '@/lib/workspaces/members/accept-invite';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, body }) => acceptInvite(actor, await body()),
});
