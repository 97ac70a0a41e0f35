import { changePassword } from '@/lib/auth/account/change-password';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, body }) => changePassword(actor, await body()),
});
