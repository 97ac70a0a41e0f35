import { manage } from '@/lib/http/manage';
import { grantKeyCredit } from '@/lib/keys/grant-key-credit';
import { keyView } from '../../../key-views';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' }, body }) =>
    keyView(await grantKeyCredit(actor, id, await body())),
});
