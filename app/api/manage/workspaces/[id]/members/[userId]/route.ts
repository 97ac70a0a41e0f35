import { manage } from '@/lib/http/manage';
import { changeRole } from '@/lib/workspaces/members/change-role';
import { removeMember } from '@/lib/workspaces/members/remove-member';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  PATCH: async ({ actor, params: { id = '', userId = '' }, body }) =>
    changeRole(actor, id, userId, await body()),
  DELETE: ({ actor, params: { id = '', userId = '' } }) => removeMember(actor, id, userId),
});
