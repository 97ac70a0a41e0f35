import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { createInvite, listInvites } from '@/lib/workspaces/members/invites';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor, params: { id = '' } }) => listAnswer(await listInvites(actor, id)),
  POST: async ({ actor, params: { id = '' }, body }) => created(await createInvite(actor, id, await body())),
});
