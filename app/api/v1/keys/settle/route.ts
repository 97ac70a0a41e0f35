import { service } from '@/lib/http/manage';
import { settleVerified } from '@/lib/services/settle-verified';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = service({
  POST: async ({ actor, body }) => settleVerified(actor, await body()),
});
