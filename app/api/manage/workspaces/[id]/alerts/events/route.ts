import { listEvents } from '@/lib/alerts/list-events';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor, params: { id = '' }, query }) => listEvents(actor, id, query),
});
