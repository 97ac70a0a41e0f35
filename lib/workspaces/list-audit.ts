import type { Actor } from '../actor';
import { auditEntries } from '../audit/query';
import { type AuditView, auditQuery } from '../audit/schema';
import { accessTo, requireRole } from '../auth/access';
import { db } from '../db/client';
import { AppError } from '../errors';
import { parse } from '../parse';

/**
 * The audit log: all of it for a platform admin, that of their workspaces for owners and admins.
 * @throws AppError `forbidden` for other roles, `not_found` for a foreign workspace
 */
export async function listAudit(
  actor: Actor,
  query: unknown,
): Promise<{ data: AuditView[]; nextCursor: string | null }> {
  const parsed = parse(auditQuery, query);
  if (parsed.workspace) {
    requireRole(await accessTo(actor, parsed.workspace), 'admin', 'read its audit log');
    return auditEntries(parsed, [parsed.workspace]);
  }
  return auditEntries(parsed, await readable(actor));
}

/**
 * The same, every page of it from the cursor on: for a file. @returns pages as they are read, once it is known that
 * the actor may
 */
export async function allAudit(actor: Actor, query: unknown): Promise<AsyncGenerator<AuditView[]>> {
  const first = await listAudit(actor, { ...(query as object), limit: '200' });
  return (async function* () {
    let page = first;
    yield page.data;
    while (page.nextCursor !== null) {
      page = await listAudit(actor, { ...(query as object), limit: '200', cursor: page.nextCursor });
      yield page.data;
    }
  })();
}

async function readable(actor: Actor): Promise<string[] | null> {
  if (actor.kind === 'system' || actor.platformAdmin) return null;
  if (actor.kind === 'user' && actor.acting) return [actor.acting.workspaceId];
  const only = actor.kind === 'token' && actor.workspaceId ? { workspaceId: actor.workspaceId } : {};
  const memberships = await db().member.findMany({
    where: { userId: actor.userId, role: { in: ['owner', 'admin'] }, ...only },
  });
  if (memberships.length === 0) {
    throw new AppError('forbidden', 'Only owners and admins of a workspace may read its audit log.');
  }
  return memberships.map((member) => member.workspaceId);
}
