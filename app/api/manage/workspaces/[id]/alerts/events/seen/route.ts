import { markEventsSeen } from '@/lib/alerts/mark-events-seen';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: ({ actor, params: { id = '' } }) => markEventsSeen(actor, id),
});
