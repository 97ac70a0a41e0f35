import { revokeToken } from '@/lib/auth/revoke-token';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => revokeToken(actor, id),
});
