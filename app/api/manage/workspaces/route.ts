import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { requestsLastDay } from '@/lib/usage/overview';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { listWorkspaces } from '@/lib/workspaces/list-workspaces';
import type { WorkspaceRow } from '@/lib/workspaces/schema';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listWorkspaces(actor, query);
    const requests = await requestsLastDay(data.map((row) => row.id));
    const rows = data.map((row): WorkspaceRow => ({ ...row, requests_24h: requests.get(row.id) ?? 0 }));
    return listAnswer(rows, nextCursor);
  },
  POST: async ({ actor, body }) => created(await createWorkspace(actor, await body())),
});
