import { manage } from '@/lib/http/manage';
import { deleteUpstream } from '@/lib/models/delete-upstream';
import { updateUpstream } from '@/lib/models/update-upstream';
import { getUpstream } from '@/lib/models/upstreams';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor, params: { id = '' } }) => getUpstream(actor, id),
  PATCH: async ({ actor, params: { id = '' }, body }) => updateUpstream(actor, id, await body()),
  DELETE: ({ actor, params: { id = '' } }) => deleteUpstream(actor, id),
});
