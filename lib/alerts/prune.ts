import { db } from '../db/client';

const DAY_MS = 86_400_000;
const BATCH_ROWS = 5_000;

/** How many rows went. */
export interface Pruned {
  alerts: number;
  deliveries: number;
}

/**
 * Drops alerts and messages older than they are kept. What is still to be sent stays, and so does an alert whose
 * period goes on: its row is what keeps the crossing from being told again. A lifetime's goes on for ever.
 */
export async function pruneAlerts(keptDays: number, nowMs = Date.now()): Promise<Pruned> {
  const before = new Date(nowMs - keptDays * DAY_MS);
  return {
    deliveries: await inBatches(
      () => db().$executeRaw`
        DELETE FROM deliveries WHERE id IN (
          SELECT id FROM deliveries WHERE created_at < ${before} AND status <> 'pending'
          ORDER BY created_at LIMIT ${BATCH_ROWS})`,
    ),
    alerts: await inBatches(
      () => db().$executeRaw`
        DELETE FROM alerts WHERE id IN (
          SELECT id FROM alerts a WHERE created_at < ${before}
            AND NOT EXISTS (SELECT FROM deliveries d WHERE d.alert_id = a.id AND d.status = 'pending')
            AND (rule_id IS NULL OR (
              "limit" NOT LIKE '%/lifetime' AND period_start < ${before}
              AND period_start + coalesce(substring("limit" FROM 'rolling ([0-9]+)$')::bigint, 0)
                * interval '1 millisecond' < ${new Date(nowMs)}))
          ORDER BY created_at LIMIT ${BATCH_ROWS})`,
    ),
  };
}

async function inBatches(remove: () => Promise<number>): Promise<number> {
  let removed = 0;
  for (let rows = BATCH_ROWS; rows === BATCH_ROWS; removed += rows) rows = await remove();
  return removed;
}
