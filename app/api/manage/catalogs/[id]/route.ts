import { manage } from '@/lib/http/manage';
import { getCatalog } from '@/lib/workspaces/catalogs';
import { editCatalog } from '@/lib/workspaces/plans/edit-catalog';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ params: { id = '' } }) => getCatalog(id),
  PATCH: async ({ actor, params: { id = '' }, body }) => editCatalog(actor, id, await body()),
});
