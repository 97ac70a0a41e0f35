import type { Tx } from '../db/client';

/**
 * Holds a workspace's row until the transaction ends: changes of one workspace take turns here, so that the second
 * decides on what the first left. Before any other row of the workspace, or two changes wait for each other.
 */
export async function lockWorkspace(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${id}::uuid FOR UPDATE`;
}
