import { manage } from '@/lib/http/manage';
import { repairDrift } from '@/lib/system/repair-drift';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: ({ actor, params: { id = '' } }) => repairDrift(actor, id),
});
