import type { Actor } from '../actor';
import type { AuditRecord } from '../audit/record';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { parse } from '../parse';
import { accessTo, requirePlatformAdmin } from './access';
import { bumpsOfUser } from './account/bumps-of-user';
import { changeActingInput, startActingInput } from './schema';

/**
 * Acting: a platform admin sees one workspace as its owner does, for an hour at most, in one browser session.
 * Looking only, unless they allow changes; beginning, allowing and stopping are audited, and so is every
 * change, under a name that says so. Their own powers rest meanwhile.
 */

const LONGEST_MS = 60 * 60_000;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

type UserActor = Actor & { kind: 'user' };

/** @throws AppError `forbidden` for a change by an admin who only looks */
export function requireMayWrite(actor: Actor, method: string): void {
  if (actor.kind !== 'user' || !actor.acting || actor.acting.write || SAFE.has(method)) return;
  throw new AppError(
    'forbidden',
    'You act in this workspace as an administrator and may only look. Allow changes in the bar at the top, or stop acting.',
    { acting: true },
  );
}

/** For what would outlive the hour of acting, or is the admin's own. @throws AppError `forbidden` */
export function requireNotActing(actor: Actor): void {
  if (actor.kind !== 'user' || !actor.acting) return;
  throw new AppError(
    'forbidden',
    'You act in a workspace as an administrator, and this concerns your own account. Stop acting first.',
    { acting: true },
  );
}

/** @throws AppError `forbidden` but for a browser session of a platform admin, `not_found` */
export async function startActing(actor: Actor, body: unknown): Promise<void> {
  requirePlatformAdmin(actor, 'act in a workspace');
  const { workspace_id: workspaceId, reason } = parse(startActingInput, body);
  const user = requireSession(actor);
  await accessTo(user, workspaceId);
  const actingUntil = new Date(Date.now() + LONGEST_MS);
  await setActing(user, { actingWorkspaceId: workspaceId, actingWrite: false, actingUntil }, (name) => ({
    action: 'acting.start',
    workspaceId,
    target: { kind: 'workspace', id: workspaceId, name },
    after: { write: false, until: actingUntil.toISOString(), ...(reason && { reason }) },
  }));
}

/** Allows changes, or only looking again. @throws AppError `conflict` where the session acts nowhere */
export async function changeActing(actor: Actor, body: unknown): Promise<void> {
  const { write } = parse(changeActingInput, body);
  const user = requireSession(actor);
  const acting = requireActing(user);
  await setActing(user, { actingWrite: write }, (name) => ({
    action: 'acting.write',
    workspaceId: acting.workspaceId,
    target: { kind: 'workspace', id: acting.workspaceId, name },
    before: { write: acting.write },
    after: { write },
  }));
}

/** Gives the admin's own powers back. Doing it again does nothing. */
export async function stopActing(actor: Actor): Promise<void> {
  const user = requireSession(actor);
  const { acting } = user;
  if (!acting) return;
  const nowhere = { actingWorkspaceId: null, actingWrite: false, actingUntil: null };
  await setActing(user, nowhere, (name) => ({
    action: 'acting.stop',
    workspaceId: acting.workspaceId,
    target: { kind: 'workspace', id: acting.workspaceId, name },
  }));
}

function requireSession(actor: Actor): UserActor {
  if (actor.kind === 'user') return actor;
  throw new AppError('forbidden', 'Acting belongs to a browser session. Sign in as a platform admin.');
}

function requireActing(actor: UserActor) {
  if (actor.acting) return actor.acting;
  throw new AppError(
    'conflict',
    'You act in no workspace: it ended after an hour, or in another tab. Reload the page.',
  );
}

interface Columns {
  actingWorkspaceId?: string | null;
  actingWrite: boolean;
  actingUntil?: Date | null;
}

async function setActing(actor: UserActor, data: Columns, audit: (workspaceName: string) => AuditRecord) {
  await change(actor, async (tx) => {
    const id = data.actingWorkspaceId ?? actor.acting?.workspaceId ?? '';
    const workspace = await tx.workspace.findUnique({ where: { id }, select: { name: true } });
    await tx.session.update({ where: { id: actor.sessionId }, data });
    return {
      result: undefined,
      audit: [audit(workspace?.name ?? '')],
      // While acting, a session calls no models for its own workspaces.
      bumps: await bumpsOfUser(tx, actor.userId),
    };
  });
}
