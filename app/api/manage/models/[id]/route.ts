import { manage } from '@/lib/http/manage';
import { deleteModel } from '@/lib/models/delete-model';
import { getManagedModel } from '@/lib/models/models';
import { updateModel } from '@/lib/models/update-model';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor, params: { id = '' } }) => getManagedModel(actor, id),
  PATCH: async ({ actor, params: { id = '' }, body }) => updateModel(actor, id, await body()),
  DELETE: ({ actor, params: { id = '' } }) => deleteModel(actor, id),
});
