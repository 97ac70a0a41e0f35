import { manage } from '@/lib/http/manage';
import { discardDeadLetter } from '@/lib/system/discard-dead-letter';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  DELETE: ({ actor, params: { id = '' } }) => discardDeadLetter(actor, id),
});
