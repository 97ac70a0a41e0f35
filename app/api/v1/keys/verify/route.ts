import { service } from '@/lib/http/manage';
import { verifyKey } from '@/lib/services/verify-key';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = service({
  POST: async ({ actor, request, body }) => verifyKey(actor, request, await body()),
});
