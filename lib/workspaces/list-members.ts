import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';
import { parse } from '../parse';
import { listMembersQuery, type MemberView } from './schema';

/**
 * Who belongs to a workspace, in the order in which their accounts were made; for its members and platform admins.
 * @throws AppError `not_found`
 */
export async function listMembers(
  actor: Actor,
  workspaceId: string,
  query: unknown,
): Promise<{ data: MemberView[]; nextCursor: string | null }> {
  await accessTo(actor, workspaceId);
  const { cursor, limit } = parse(listMembersQuery, query);
  const rows = await db().member.findMany({
    where: { workspaceId, ...(cursor && { userId: { gt: cursor } }) },
    orderBy: { userId: 'asc' },
    take: limit + 1,
    include: { user: { select: { id: true, name: true, email: true } } },
  });
  const page = rows.slice(0, limit);
  return {
    data: page.map(({ user, role, createdAt }) => ({ user, role, since: createdAt.toISOString() })),
    nextCursor: rows.length > limit ? (page.at(-1)?.userId ?? null) : null,
  };
}
