import type { Actor } from '../actor';
import { db } from '../db/client';
import type { Role } from '../db/generated/enums';
import { AppError } from '../errors';
import { isId } from '../ids';

export const RANK: Record<Role, number> = { viewer: 0, developer: 1, admin: 2, owner: 3 };

/** What an actor may do in one workspace. */
export interface Access {
  workspaceId: string;
  /** null for a platform admin or the system, who need not be members. */
  role: Role | null;
  /** Stands above roles: a platform admin or the system itself. */
  unbound: boolean;
  /** null for the system */
  userId: string | null;
  /** Has an owner's role by acting there as a platform admin, without being a member. */
  acting?: true;
}

const missing = (what: string) => new AppError('not_found', `There is no ${what} with this id.`);

/**
 * How an actor stands to a workspace. Foreign, missing and deleted ones are the same 404.
 * @param what how the 404 names the thing asked for
 */
export async function accessTo(actor: Actor, workspaceId: string, what = 'workspace'): Promise<Access> {
  if (!isId(workspaceId)) throw missing(what);
  if (actor.kind === 'token' && actor.workspaceId && actor.workspaceId !== workspaceId) throw missing(what);
  const acting = actor.kind === 'user' ? actor.acting : null;
  if (acting && acting.workspaceId !== workspaceId) throw missing(what);
  const workspace = await db().workspace.findUnique({
    where: { id: workspaceId, deletedAt: null },
    select:
      actor.kind === 'system' ? { id: true } : { id: true, members: { where: { userId: actor.userId } } },
  });
  if (!workspace) throw missing(what);
  if (actor.kind === 'system') return { workspaceId, role: null, unbound: true, userId: null };
  if (acting) return { workspaceId, role: 'owner', unbound: false, userId: actor.userId, acting: true };
  const role = workspace.members?.[0]?.role ?? null;
  if (!role && !actor.platformAdmin) throw missing(what);
  return { workspaceId, role, unbound: actor.platformAdmin, userId: actor.userId };
}

/** @throws AppError `forbidden` naming the role that it takes */
export function requireRole(access: Access, least: Role, toDo: string): void {
  if (access.unbound || (access.role && RANK[access.role] >= RANK[least])) return;
  throw new AppError(
    'forbidden',
    `Your role in this workspace is ${access.role}; to ${toDo} takes at least the role ${least}. Ask an owner or admin of the workspace.`,
    { role: access.role, needed: least },
  );
}

/** @throws AppError `forbidden` for anyone but a platform admin or the system */
export function requirePlatformAdmin(actor: Actor, toDo: string): void {
  if (actor.kind === 'system' || actor.platformAdmin) return;
  throw new AppError('forbidden', `Only a platform admin may ${toDo}.`);
}
