import { manage } from '@/lib/http/manage';
import { listMembers } from '@/lib/workspaces/list-members';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query }) {
    const { data, nextCursor } = await listMembers(actor, id, query);
    return listAnswer(data, nextCursor);
  },
});
