import type { Actor } from '../actor';
import { requirePlatformAdmin } from '../auth/access';
import { db } from '../db/client';
import { literal } from '../db/like';
import { AppError } from '../errors';
import { parse } from '../parse';
import { compareWorkspace } from './drift';
import { driftView } from './drift-view';
import { fromStore } from './from-store';
import { driftQuery, type WorkspaceDriftView } from './schema';

/**
 * Workspaces with the counters of each that are not what ledger and open requests say, the newest first, page by page.
 * @throws AppError `forbidden` for anyone but a platform admin, `not_found`, `quota_unavailable`
 */
export async function listDrift(
  actor: Actor,
  query: unknown,
): Promise<{ data: WorkspaceDriftView[]; nextCursor: string | null }> {
  requirePlatformAdmin(actor, 'compare counters with the ledger');
  const { workspace, q, cursor, limit } = parse(driftQuery, query);
  const rows = await db().workspace.findMany({
    where: {
      deletedAt: null,
      ...(q && { name: { contains: literal(q), mode: 'insensitive' as const } }),
      AND: [workspace ? { id: workspace } : {}, cursor ? { id: { lt: cursor } } : {}],
    },
    select: { id: true, name: true, catalogId: true },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  if (workspace && rows.length === 0) throw new AppError('not_found', 'There is no workspace with this id.');
  const page = rows.slice(0, limit);
  const data: WorkspaceDriftView[] = [];
  // One after the other: this is to disturb nobody who calls.
  for (const row of page) data.push(await driftView(row, await fromStore(compareWorkspace(row.id))));
  return { data, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
