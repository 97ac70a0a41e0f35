import { manage } from '@/lib/http/manage';
import { rotateKey } from '@/lib/keys/rotate-key';
import { keyViewWithSecret } from '../../../key-views';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' }, body }) =>
    keyViewWithSecret(await rotateKey(actor, id, await body())),
});
