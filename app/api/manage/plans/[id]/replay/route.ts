import { manage } from '@/lib/http/manage';
import { replayPlan } from '@/lib/replay/replay-plan';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, request, params: { id = '' }, body }) =>
    replayPlan(actor, id, await body({}), request.signal),
});
