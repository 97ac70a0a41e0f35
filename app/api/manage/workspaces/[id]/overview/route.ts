import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { overview } from '@/lib/usage/overview';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' } }) {
    await accessTo(actor, id);
    return overview(id);
  },
});
