import { lookAtKey } from '@/lib/admission/look-at';
import { AppError } from '@/lib/errors';
import { manage } from '@/lib/http/manage';
import { getKey } from '@/lib/keys/get-key';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' } }) {
    const { workspace_id } = await getKey(actor, id);
    const looked = await lookAtKey(workspace_id, id);
    if (!looked) throw new AppError('not_found', 'There is no key with this id.');
    return looked;
  },
});
