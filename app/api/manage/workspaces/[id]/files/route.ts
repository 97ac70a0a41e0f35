import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { parse } from '@/lib/parse';
import { listFiles } from '@/lib/uploads/list-files';
import { listFilesQuery } from '@/lib/uploads/schema';

/** What is stored, for every member: viewers and admins call no product route, and looking is no use of it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query }) {
    await accessTo(actor, id);
    return listFiles(id, parse(listFilesQuery, query));
  },
});
