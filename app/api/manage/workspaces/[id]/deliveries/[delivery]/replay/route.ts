import { replayDelivery } from '@/lib/alerts/replay-delivery';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: ({ actor, params: { id = '', delivery = '' } }) => replayDelivery(actor, id, delivery),
});
