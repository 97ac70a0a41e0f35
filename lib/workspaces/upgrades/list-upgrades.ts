import type { Actor } from '../../actor';
import { accessTo, requirePlatformAdmin } from '../../auth/access';
import { db } from '../../db/client';
import { parse } from '../../parse';
import { type UpgradeRequestView, upgradesQuery } from './schema';
import { UPGRADE_INCLUDE, upgradeViews } from './upgrade-view';

interface Listed {
  data: UpgradeRequestView[];
  nextCursor: string | null;
}

/**
 * Every workspace's requests, a page at a time: open ones oldest first, as a queue; others newest first.
 * @throws AppError `forbidden` for anyone but a platform admin
 */
export async function listUpgrades(actor: Actor, query: unknown): Promise<Listed> {
  requirePlatformAdmin(actor, "see every workspace's upgrade requests");
  return list(query, null);
}

/** One workspace's requests, newest first; for its members. @throws AppError `not_found` */
export async function listWorkspaceUpgrades(
  actor: Actor,
  workspaceId: string,
  query: unknown,
): Promise<Listed> {
  await accessTo(actor, workspaceId);
  return list(query, workspaceId);
}

async function list(query: unknown, workspaceId: string | null): Promise<Listed> {
  const { status, cursor, limit } = parse(upgradesQuery, query);
  const queue = workspaceId === null && status === 'open';
  // Ids are time-ordered, so they are the cursor too.
  const rows = await db().upgradeRequest.findMany({
    where: {
      ...(workspaceId && { workspaceId }),
      ...(status && { status }),
      ...(cursor && { id: queue ? { gt: cursor } : { lt: cursor } }),
    },
    orderBy: { id: queue ? 'asc' : 'desc' },
    take: limit + 1,
    include: UPGRADE_INCLUDE,
  });
  const page = rows.slice(0, limit);
  return {
    data: await upgradeViews(page),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
