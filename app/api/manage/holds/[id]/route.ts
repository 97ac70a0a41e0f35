import { releaseHold } from '@/lib/admission/release-hold';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => releaseHold(actor, id),
});
