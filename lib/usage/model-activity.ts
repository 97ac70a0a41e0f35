import { db } from '../db/client';

/** What a catalog's model was asked for in a stretch of time. */
export interface ModelUse {
  catalogId: string;
  model: string;
  requests: number;
  /** Requests that an upstream answered with an error, or broke off. */
  failed: number;
  /** Of all requests together. */
  durationMs: number;
}

/** Requests of every model since an instant, over all workspaces, from the minutes of the rollups. */
export async function modelActivity(since: Date): Promise<ModelUse[]> {
  const rows = await db().$queryRaw<
    { catalog_id: string; model: string; requests: bigint; failed: bigint; duration_ms: bigint }[]
  >`
    SELECT w.catalog_id, r.model, sum(r.requests)::bigint AS requests, sum(r.duration_ms)::bigint AS duration_ms,
      coalesce(sum(r.requests) FILTER (WHERE r.outcome = 'upstream_error'), 0)::bigint AS failed
    FROM rollups_minute r JOIN workspaces w ON w.id = r.workspace_id
    WHERE r.start_at >= ${since} AND r.model <> ''
    GROUP BY 1, 2`;
  return rows.map((row) => ({
    catalogId: row.catalog_id,
    model: row.model,
    requests: Number(row.requests),
    failed: Number(row.failed),
    durationMs: Number(row.duration_ms),
  }));
}
