import { manage } from '@/lib/http/manage';
import { deleteWorkspace } from '@/lib/workspaces/delete-workspace';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import { patchWorkspace } from '@/lib/workspaces/patch-workspace';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor, params: { id = '' } }) => getWorkspace(actor, id),
  PATCH: async ({ actor, params: { id = '' }, body }) => patchWorkspace(actor, id, await body()),
  DELETE: async ({ actor, params: { id = '' }, body }) => deleteWorkspace(actor, id, await body()),
});
