import { revokeSession } from '@/lib/auth/account/sessions';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => revokeSession(actor, id),
});
