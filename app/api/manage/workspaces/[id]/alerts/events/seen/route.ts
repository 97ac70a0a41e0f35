import { markSeen } from '@/lib/alerts/list-events';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: ({ actor, params: { id = '' } }) => markSeen(actor, id),
});
