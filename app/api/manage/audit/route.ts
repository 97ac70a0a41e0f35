import { manage } from '@/lib/http/manage';
import { listAudit } from '@/lib/workspaces/list-audit';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listAudit(actor, query);
    return listAnswer(data, nextCursor);
  },
});
