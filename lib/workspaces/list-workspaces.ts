import type * as z from 'zod';
import type { Actor } from '../actor';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { literal } from '../db/like';
import { isId } from '../ids';
import { parse } from '../parse';
import { listWorkspacesQuery, type WorkspaceRow } from './schema';

type ListQuery = z.infer<typeof listWorkspacesQuery>;

/** A workspace as the list shows it; requests are added from the rollups (app/api/manage). */
export type ListedWorkspace = Omit<WorkspaceRow, 'requests_24h'>;

/** Workspaces, newest first: all of them for a platform admin, else the actor's own. */
export async function listWorkspaces(
  actor: Actor,
  query: unknown,
): Promise<{ data: ListedWorkspace[]; nextCursor: string | null }> {
  const parsed = parse(listWorkspacesQuery, query);
  const rows = await db().workspace.findMany({
    where: { AND: [{ deletedAt: null }, visibleTo(actor), ...filters(parsed)] },
    orderBy: { id: 'desc' },
    take: parsed.limit + 1,
    include: {
      catalog: { select: { currency: true } },
      plan: { select: { slug: true, name: true } },
      members: {
        where: { role: 'owner' },
        orderBy: { createdAt: 'asc' },
        take: 1,
        select: { user: { select: { email: true } } },
      },
      _count: { select: { members: true, overrides: true, keys: { where: { revokedAt: null } } } },
    },
  });
  const page = rows.slice(0, parsed.limit);
  const data = page.map(
    (row): ListedWorkspace => ({
      id: row.id,
      name: row.name,
      catalog: row.catalogId,
      plan: row.plan,
      currency: row.catalog.currency,
      owner_email: row.members[0]?.user.email ?? null,
      members: row._count.members,
      keys: row._count.keys,
      custom_limits: row._count.overrides,
      suspended: row.suspendedAt !== null,
      created_at: row.createdAt.toISOString(),
    }),
  );
  return { data, nextCursor: rows.length > parsed.limit ? (page.at(-1)?.id ?? null) : null };
}

function visibleTo(actor: Actor): Prisma.WorkspaceWhereInput {
  if (actor.kind === 'system' || actor.platformAdmin) return {};
  if (actor.kind === 'user' && actor.acting) return { id: actor.acting.workspaceId };
  const own = { members: { some: { userId: actor.userId } } };
  return actor.kind === 'token' && actor.workspaceId ? { ...own, id: actor.workspaceId } : own;
}

function filters({ q, catalog, plan, suspended, cursor }: ListQuery): Prisma.WorkspaceWhereInput[] {
  const some: Prisma.WorkspaceWhereInput[] = [];
  // Ids are time-ordered, so they are the cursor too.
  if (cursor) some.push({ id: { lt: cursor } });
  if (catalog) some.push({ catalogId: catalog });
  if (plan) some.push({ plan: { slug: plan } });
  if (suspended) some.push({ suspendedAt: suspended === 'true' ? { not: null } : null });
  if (q) {
    const contains = { contains: literal(q), mode: 'insensitive' as const };
    some.push({
      OR: [
        { name: contains },
        { members: { some: { user: { email: contains } } } },
        ...(isId(q) ? [{ id: q }] : []),
      ],
    });
  }
  return some;
}
