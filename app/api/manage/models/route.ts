import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { createModel } from '@/lib/models/create-model';
import { listManagedModels } from '@/lib/models/models';
import { listAnswer } from '../list-answer';
import { withActivity } from './with-activity';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listManagedModels(actor, query);
    return listAnswer(await withActivity(data), nextCursor);
  },
  POST: async ({ actor, body }) => created(await createModel(actor, await body())),
});
