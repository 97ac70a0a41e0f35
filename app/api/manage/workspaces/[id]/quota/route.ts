import { lookAtWorkspace } from '@/lib/admission/look-at';
import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' } }) {
    const { userId } = await accessTo(actor, id);
    return lookAtWorkspace(id, userId ?? '');
  },
});
