import { manage } from '@/lib/http/manage';
import { listDrift } from '@/lib/system/list-drift';
import { listAnswer } from '../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listDrift(actor, query);
    return listAnswer(data, nextCursor);
  },
});
