import type { Actor } from '../actor';
import { requirePlatformAdmin } from '../auth/access';
import { db } from '../db/client';
import type { AdminOverviewView } from './schema';

const DAY_MS = 86_400_000;
const MOST = 8;

interface BusyRow {
  id: string;
  name: string;
  plan: string;
  requests: bigint;
  denied: bigint;
}

/**
 * What an administrator looks at first: how much runs, who is refused, who waits for an answer.
 * From rollups alone. @throws AppError `forbidden` for anyone but a platform admin
 */
export async function adminOverview(actor: Actor): Promise<AdminOverviewView> {
  requirePlatformAdmin(actor, 'see the overview of all workspaces');
  const since = new Date(Date.now() - DAY_MS);
  const [workspaces, suspended, people, keys, openRequests, busiest, sums] = await Promise.all([
    db().workspace.count({ where: { deletedAt: null } }),
    db().workspace.count({ where: { suspendedAt: { not: null }, deletedAt: null } }),
    db().user.count(),
    db().apiKey.count({ where: { revokedAt: null } }),
    db().upgradeRequest.count({ where: { status: 'open' } }),
    busiestSince(since),
    sumsSince(since),
  ]);
  return {
    workspaces,
    suspended,
    people,
    keys,
    open_requests: openRequests,
    requests_24h: sums.requests,
    denied_24h: sums.denied,
    busiest: busiest.map((row) => ({
      id: row.id,
      name: row.name,
      plan: row.plan,
      requests: Number(row.requests),
      denied: Number(row.denied),
    })),
  };
}

/** Workspaces by what was refused to them, then by what ran. */
const busiestSince = (since: Date) => db().$queryRaw<BusyRow[]>`
  WITH ran AS (
    SELECT workspace_id, sum(requests)::bigint AS requests FROM rollups_quarter
    WHERE start_at >= ${since} GROUP BY workspace_id
  ), refused AS (
    SELECT workspace_id, sum(denied)::bigint AS denied FROM denials_minute
    WHERE start_at >= ${since} GROUP BY workspace_id
  )
  SELECT w.id, w.name, p.name AS plan, coalesce(ran.requests, 0) AS requests, coalesce(refused.denied, 0) AS denied
  FROM workspaces w JOIN plans p ON p.id = w.plan_id
  LEFT JOIN ran ON ran.workspace_id = w.id LEFT JOIN refused ON refused.workspace_id = w.id
  WHERE w.deleted_at IS NULL AND coalesce(ran.requests, 0) + coalesce(refused.denied, 0) > 0
  ORDER BY denied DESC, requests DESC LIMIT ${MOST}`;

async function sumsSince(since: Date): Promise<{ requests: number; denied: number }> {
  const [row] = await db().$queryRaw<{ requests: bigint; denied: bigint }[]>`
    SELECT
      (SELECT coalesce(sum(requests), 0)::bigint FROM rollups_quarter WHERE start_at >= ${since}) AS requests,
      (SELECT coalesce(sum(denied), 0)::bigint FROM denials_minute WHERE start_at >= ${since}) AS denied`;
  return { requests: Number(row?.requests ?? 0), denied: Number(row?.denied ?? 0) };
}
