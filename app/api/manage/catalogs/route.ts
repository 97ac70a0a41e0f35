import { manage } from '@/lib/http/manage';
import { listCatalogs } from '@/lib/workspaces/catalogs';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async () => listAnswer(await listCatalogs()),
});
