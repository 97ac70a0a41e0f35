import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { literal } from '../db/like';
import { AppError } from '../errors';
import { isId } from '../ids';
import type { AuditQuery, AuditView } from './schema';

/**
 * Audit entries, newest first, a page at a time.
 * @param workspaceIds whose entries may be read; null: all, also those of no workspace
 */
export async function auditEntries(
  query: AuditQuery,
  workspaceIds: readonly string[] | null,
): Promise<{ data: AuditView[]; nextCursor: string | null }> {
  const rows = await db().auditEntry.findMany({
    where: {
      AND: [...filters(query), ...(workspaceIds ? [{ workspaceId: { in: [...workspaceIds] } }] : [])],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return { data: page.map(view), nextCursor: last ? `${last.at.getTime()}_${last.id}` : null };
}

function filters({ workspace, actor, action, from, to, cursor }: AuditQuery): Prisma.AuditEntryWhereInput[] {
  const some: Prisma.AuditEntryWhereInput[] = [];
  if (workspace) some.push({ workspaceId: workspace });
  if (actor)
    some.push({ OR: [{ actorId: actor }, { actorName: { contains: literal(actor), mode: 'insensitive' } }] });
  if (action) some.push({ action: { startsWith: literal(action) } });
  if (from) some.push({ at: { gte: new Date(from) } });
  if (to) some.push({ at: { lt: new Date(to) } });
  if (cursor) some.push(before(cursor));
  return some;
}

function before(cursor: string): Prisma.AuditEntryWhereInput {
  const [ms = '', id = ''] = cursor.split('_');
  const at = new Date(Number(ms));
  if (!/^\d{1,15}$/.test(ms) || !isId(id) || Number.isNaN(at.getTime())) {
    throw new AppError('invalid_request', 'cursor must be the next_cursor of the page before.', {
      field: 'cursor',
    });
  }
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] };
}

const view = (row: Prisma.AuditEntryGetPayload<object>): AuditView => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: { kind: row.actorKind as AuditView['actor']['kind'], id: row.actorId, name: row.actorName },
  ip: row.ip,
  workspace_id: row.workspaceId,
  action: row.action,
  target: { kind: row.targetKind, id: row.targetId, name: row.targetName },
  before: row.before,
  after: row.after,
});
