import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { listWorkspaceUpgrades } from '@/lib/workspaces/upgrades/list-upgrades';
import { requestUpgrade } from '@/lib/workspaces/upgrades/request-upgrade';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query }) {
    const { data, nextCursor } = await listWorkspaceUpgrades(actor, id, query);
    return listAnswer(data, nextCursor);
  },
  POST: async ({ actor, params: { id = '' }, body }) =>
    created(await requestUpgrade(actor, id, await body())),
});
