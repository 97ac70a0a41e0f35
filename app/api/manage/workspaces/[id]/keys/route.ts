import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { createKey } from '@/lib/keys/create-key';
import { listKeys } from '@/lib/keys/list-keys';
import { keyViews, keyViewWithSecret } from '../../../key-views';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query }) {
    const { keys, nextCursor } = await listKeys(actor, id, query);
    return listAnswer(await keyViews(keys), nextCursor);
  },
  async POST({ actor, params: { id = '' }, body }) {
    return created(await keyViewWithSecret(await createKey(actor, id, await body())));
  },
});
