import { listHolds } from '@/lib/admission/list-holds';
import { manage } from '@/lib/http/manage';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listHolds(actor, query);
    return listAnswer(data, nextCursor);
  },
});
