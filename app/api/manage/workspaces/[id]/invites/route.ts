import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { createInvite } from '@/lib/workspaces/members/create-invite';
import { listInvites } from '@/lib/workspaces/members/list-invites';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor, params: { id = '' } }) => listAnswer(await listInvites(actor, id)),
  POST: async ({ actor, params: { id = '' }, body }) => created(await createInvite(actor, id, await body())),
});
