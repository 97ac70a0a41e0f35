import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';
import type { WorkspaceView } from './schema';
import { WORKSPACE_INCLUDE, workspaceView } from './workspace-view';

/** One workspace, for its members and platform admins. @throws AppError `not_found` */
export async function getWorkspace(actor: Actor, workspaceId: string): Promise<WorkspaceView> {
  const { role } = await accessTo(actor, workspaceId);
  const row = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    include: WORKSPACE_INCLUDE,
  });
  return workspaceView(row, role);
}
