import { db } from '../db/client';
import { HOUR_MS } from './intervals';

const SPARKLINE_HOURS = 36;

export interface KeyActivity {
  /** The minute of its last admitted request (the quarter-hour where minutes are no longer kept). */
  lastUsedAt: Date | null;
  /** Admitted requests of the last 36 hours (UTC, the current one included), oldest first. */
  sparkline: number[];
}

/** When keys of a workspace were last used, and how much lately. Every asked key has an entry. */
export async function keyActivity(
  workspaceId: string,
  keyIds: readonly string[],
  nowMs = Date.now(),
): Promise<Map<string, KeyActivity>> {
  const currentHour = Math.floor(nowMs / HOUR_MS);
  const from = new Date((currentHour - SPARKLINE_HOURS + 1) * HOUR_MS);
  const [hours, lasts] = await Promise.all([
    db().$queryRaw<{ key_id: string; hour: bigint; requests: bigint }[]>`
      SELECT key_id, floor(extract(epoch FROM start_at) / 3600)::bigint AS hour, sum(requests)::bigint AS requests
      FROM rollups_quarter
      WHERE workspace_id = ${workspaceId}::uuid AND key_id = ANY(${keyIds}) AND start_at >= ${from}
      GROUP BY 1, 2`,
    // One look into the index for each key, however long its history.
    db().$queryRaw<{ key_id: string; last: Date | null }[]>`
      SELECT key_id, coalesce((
          SELECT max(m.start_at) FROM rollups_minute m
          WHERE m.workspace_id = ${workspaceId}::uuid AND m.key_id = asked.key_id
            AND m.start_at >= quarter.last AND m.start_at < quarter.last + interval '15 minutes'
        ), quarter.last) AS last
      FROM unnest(${keyIds}::text[]) AS asked(key_id)
      CROSS JOIN LATERAL (
        SELECT max(q.start_at) AS last FROM rollups_quarter q
        WHERE q.workspace_id = ${workspaceId}::uuid AND q.key_id = asked.key_id
      ) AS quarter`,
  ]);
  const activity = new Map<string, KeyActivity>(
    keyIds.map((id) => [id, { lastUsedAt: null, sparkline: Array<number>(SPARKLINE_HOURS).fill(0) }]),
  );
  for (const { key_id, last } of lasts) {
    const of = activity.get(key_id);
    if (of) of.lastUsedAt = last;
  }
  for (const { key_id, hour, requests } of hours) {
    const sparkline = activity.get(key_id)?.sparkline;
    const place = Number(hour) - (currentHour - SPARKLINE_HOURS + 1);
    if (sparkline && place < SPARKLINE_HOURS) sparkline[place] = Number(requests);
  }
  return activity;
}
