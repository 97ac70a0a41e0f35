import type { Tx } from '../db/client';
import { AppError } from '../errors';

/**
 * Holds a workspace's row until the transaction ends: changes of one workspace take turns here, so that the second
 * decides on what the first left. Before any other row of the workspace, or two changes wait for each other.
 * @throws AppError `not_found` for one that was deleted: a change that came before the deletion waits here for it
 */
export async function lockWorkspace(tx: Tx, id: string): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM workspaces WHERE id = ${id}::uuid AND deleted_at IS NULL FOR UPDATE`;
  if (found.length === 0) throw new AppError('not_found', 'There is no workspace with this id.');
}
