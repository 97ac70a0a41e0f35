import { lookUp } from './group-names';
import type { UnnamedRow } from './request-rows';
import type { RequestRow } from './request-schema';

/** The rows with the names of their keys and members; one that is gone keeps its id as a name. */
export async function named(workspaceId: string, rows: readonly UnnamedRow[]): Promise<RequestRow[]> {
  const memberIds = rows.flatMap((row) => row.member_id ?? []);
  const [keys, members] = await Promise.all([
    lookUp(workspaceId, 'key', [...new Set(rows.map((row) => row.key_id))]),
    lookUp(workspaceId, 'member', [...new Set(memberIds)]),
  ]);
  return rows.map((row) => ({
    ...row,
    key_name: keys.get(row.key_id) ?? row.key_id,
    member_name: row.member_id ? (members.get(row.member_id) ?? row.member_id) : '',
  }));
}
