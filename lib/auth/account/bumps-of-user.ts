import type { Bump } from '../../changes/change';
import type { Tx } from '../../db/client';

/**
 * Every workspace of a user, for a change that ends sessions: product routes know sessions by the workspace's
 * revision, so an ended one is refused there on its next request.
 */
export async function bumpsOfUser(tx: Tx, userId: string): Promise<Bump[]> {
  const memberships = await tx.member.findMany({ where: { userId }, select: { workspaceId: true } });
  return memberships.map(({ workspaceId }) => ({ kind: 'workspace', id: workspaceId }));
}
