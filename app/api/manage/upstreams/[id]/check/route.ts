import { manage } from '@/lib/http/manage';
import { checkUpstream } from '@/lib/models/check-upstream';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: ({ actor, params: { id = '' } }) => checkUpstream(actor, id),
});
