import { listDeliveries } from '@/lib/alerts/list-deliveries';
import { manage } from '@/lib/http/manage';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query }) {
    const { data, nextCursor } = await listDeliveries(actor, id, query);
    return listAnswer(data, nextCursor);
  },
});
