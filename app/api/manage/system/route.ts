import { manage } from '@/lib/http/manage';
import { systemOverview } from '@/lib/system/overview';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor }) => systemOverview(actor),
});
