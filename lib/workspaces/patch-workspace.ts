import type { Actor } from '../actor';
import { type Access, accessTo, requirePlatformAdmin, requireRole } from '../auth/access';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { parse } from '../parse';
import { changeWorkspace } from './change-workspace';
import { requireOverrides } from './custom-plan';
import { type PatchWorkspaceInput, patchWorkspaceInput, type WorkspaceView } from './schema';
import { workspaceView } from './workspace-view';

/**
 * Changes a workspace: its plan, custom limits, upload sizes and suspension by platform admins alone, its name and the pages
 * from which browsers may call (CORS) by an owner or admin of its own. In force on the next request once this resolves; what was used stays used.
 * @throws AppError `not_found`, `forbidden`, `invalid_request` (unknown plan: the choices; custom plan: the
 * numbers it lacks)
 */
export async function patchWorkspace(
  actor: Actor,
  workspaceId: string,
  body: unknown,
): Promise<WorkspaceView> {
  const access = await accessTo(actor, workspaceId);
  const input = parse(patchWorkspaceInput, body);
  authorize(actor, access, input);
  if (input.overrides) requireOverrides(input.overrides);
  return change(actor, async (tx) => {
    const { after, audit } = await changeWorkspace(tx, workspaceId, input, access.userId);
    return {
      result: workspaceView(after, access.role),
      audit,
      bumps: [{ kind: 'workspace', id: workspaceId }],
    };
  });
}

function authorize(actor: Actor, access: Access, input: PatchWorkspaceInput): void {
  const { name, origins, ...adminOnly } = input;
  if (Object.values(adminOnly).some((value) => value !== undefined)) {
    requirePlatformAdmin(actor, "change a workspace's plan, custom limits, upload sizes or suspension");
  }
  if (name !== undefined) requireRole(access, 'admin', 'rename it');
  if (origins) requireRole(access, 'admin', 'say from which pages browsers may call');
  if (Object.values(input).every((value) => value === undefined)) {
    throw new AppError(
      'invalid_request',
      'Nothing to change. Give name, origins, plan, overrides, sizes or suspended.',
    );
  }
}
