import { manage } from '@/lib/http/manage';
import { revokeInvite } from '@/lib/workspaces/members/invites';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => revokeInvite(actor, id),
});
