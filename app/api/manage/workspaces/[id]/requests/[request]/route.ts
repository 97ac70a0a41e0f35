import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { getRequest } from '@/lib/usage/get-request';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '', request = '' } }) {
    await accessTo(actor, id);
    return getRequest(id, request);
  },
});
