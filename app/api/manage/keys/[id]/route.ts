import { manage } from '@/lib/http/manage';
import { getKey } from '@/lib/keys/get-key';
import { revokeKey } from '@/lib/keys/revoke-key';
import { updateKey } from '@/lib/keys/update-key';
import { keyView } from '../../key-views';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor, params: { id = '' } }) => keyView(await getKey(actor, id)),
  PATCH: async ({ actor, params: { id = '' }, body }) => keyView(await updateKey(actor, id, await body())),
  DELETE: async ({ actor, params: { id = '' } }) => keyView(await revokeKey(actor, id)),
});
