import { manage } from '@/lib/http/manage';
import { adminOverview } from '@/lib/workspaces/admin-overview';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: ({ actor }) => adminOverview(actor),
});
