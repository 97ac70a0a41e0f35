import { manage } from '@/lib/http/manage';
import { getCatalog } from '@/lib/workspaces/catalogs';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ params: { id = '' } }) => getCatalog(id),
});
