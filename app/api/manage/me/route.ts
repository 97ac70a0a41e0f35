import { editProfile } from '@/lib/auth/account/edit-profile';
import { readCookie } from '@/lib/auth/cookie';
import { manage } from '@/lib/http/manage';
import { me } from '@/lib/workspaces/me';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  PATCH: async ({ actor, body }) => editProfile(actor, await body()),
  GET({ actor, request: { headers } }) {
    return me(actor, headers.get('x-headroom-workspace') ?? readCookie(headers, 'headroom.workspace'));
  },
});
