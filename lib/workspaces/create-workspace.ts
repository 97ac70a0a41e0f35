import type { Actor } from '../actor';
import { requireNotActing } from '../auth/acting';
import { openWorkspace } from '../auth/open-workspace';
import { change } from '../changes/change';
import { env } from '../env';
import { AppError } from '../errors';
import { parse } from '../parse';
import { getWorkspace } from './get-workspace';
import { createWorkspaceInput, type WorkspaceView } from './schema';

/** Enough for one of each catalog and some to try; more than a person keeps in view. */
const MOST_OWNED = 20;

/**
 * A new workspace on the lowest plan of a catalog, owned by the caller.
 * @throws AppError `forbidden` where sign-up is not open and the caller is no platform admin, `conflict`
 * beyond 20, `invalid_request` for an unknown catalog: the choices
 */
export async function createWorkspace(actor: Actor, body: unknown): Promise<WorkspaceView> {
  const ownerId = requireMayOpen(actor);
  const { name, catalog } = parse(createWorkspaceInput, body);
  const id = await change(actor, async (tx) => {
    // One person's take turns, so that no two pass the most.
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${ownerId}::uuid FOR NO KEY UPDATE`;
    const owned = await tx.member.count({ where: { userId: ownerId, role: 'owner' } });
    if (owned >= MOST_OWNED && !(actor.kind !== 'system' && actor.platformAdmin)) {
      throw new AppError('conflict', `You own ${owned} workspaces, which is the most. Use one of those.`);
    }
    const opened = await openWorkspace(tx, { ownerId, name, catalogId: catalog ?? env().DEFAULT_CATALOG });
    return { result: opened.id, audit: [opened.audit], bumps: [] };
  });
  return getWorkspace(actor, id);
}

function requireMayOpen(actor: Actor): string {
  // An admin who acts somewhere has their own powers resting, and could not open it afterwards.
  requireNotActing(actor);
  const bound = actor.kind === 'token' && actor.workspaceId !== null;
  if (actor.kind !== 'system' && !bound && (env().SIGN_UP === 'open' || actor.platformAdmin)) {
    return actor.userId;
  }
  throw new AppError(
    'forbidden',
    bound
      ? 'This token speaks for one workspace only, so it cannot create others.'
      : 'Only a platform admin may create workspaces here. Ask one.',
  );
}
