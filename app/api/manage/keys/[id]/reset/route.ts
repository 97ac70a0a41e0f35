import { manage } from '@/lib/http/manage';
import { resetKey } from '@/lib/system/reset-key';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' }, body }) => resetKey(actor, id, await body({})),
});
