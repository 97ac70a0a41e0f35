import { revokeSession } from '@/lib/auth/account/revoke-session';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => revokeSession(actor, id),
});
