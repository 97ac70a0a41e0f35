import { manage } from '@/lib/http/manage';
import { replayDeadLetter } from '@/lib/system/replay-dead-letter';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: ({ actor, params: { id = '' } }) => replayDeadLetter(actor, id),
});
