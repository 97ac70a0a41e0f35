import { manage } from '@/lib/http/manage';
import { listUpgrades } from '@/lib/workspaces/upgrades/list-upgrades';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query }) {
    const { data, nextCursor } = await listUpgrades(actor, query);
    return listAnswer(data, nextCursor);
  },
});
