import { manage } from '@/lib/http/manage';
import { revokeInvite } from '@/lib/workspaces/members/revoke-invite';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => revokeInvite(actor, id),
});
