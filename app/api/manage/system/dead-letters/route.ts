import { manage } from '@/lib/http/manage';
import { listDeadLetters } from '@/lib/system/dead-letters';
import { listAnswer } from '../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listDeadLetters(actor, query);
    return listAnswer(data, nextCursor);
  },
});
