import { db } from '../db/client';
import { ACTIVE_LOCK } from './consumer-lock';

const MINUTE_MS = 60_000;
const MINUTES = 5;

/** How the ledger's reader fares. */
export interface ReaderHealth {
  /** Whether some instance holds the reader's lock. */
  active: boolean;
  /** Requests a second, admitted in the last five whole minutes and in the ledger. */
  perSecond: number;
  /** Settles that wait to be replayed into the store. */
  orders: number;
}

/** How the reader fares now, on whichever instance it is. @throws where PostgreSQL does not answer */
export async function readerHealth(nowMs = Date.now()): Promise<ReaderHealth> {
  const to = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const from = to - MINUTES * MINUTE_MS;
  const [row] = await db().$queryRaw<{ active: boolean; requests: bigint; orders: bigint }[]>`
    SELECT
      EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = ${ACTIVE_LOCK}
        AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS active,
      (SELECT coalesce(sum(requests), 0)::bigint FROM rollups_minute
        WHERE start_at >= ${new Date(from)} AND start_at < ${new Date(to)}) AS requests,
      (SELECT count(*) FROM settle_orders) AS orders`;
  return {
    active: row?.active ?? false,
    perSecond: Number(row?.requests ?? 0) / (MINUTES * 60),
    orders: Number(row?.orders ?? 0),
  };
}
