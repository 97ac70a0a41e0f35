import { db } from '../db/client';
import { Prisma } from '../db/generated/client';

/**
 * What a workspace's level of stored bytes has to be: the bytes of its files, with what those that are expected
 * have declared, and of what is gone already what is still to be taken out of the level (lib/uploads/releases.ts).
 */

/** What counts against the level, by the reservation that brought it. */
const STORED = Prisma.sql`(
  SELECT workspace_id, reservation_id, bytes FROM stored_files
  UNION ALL SELECT workspace_id, reservation_id, bytes FROM level_releases) AS stored`;

/** By workspace; those that store nothing are left out. One snapshot. */
export async function storedBytes(workspaceIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<{ workspace_id: string; bytes: bigint }[]>`
    SELECT workspace_id, sum(bytes)::bigint AS bytes FROM ${STORED}
    WHERE workspace_id = ANY(${workspaceIds}::uuid[]) GROUP BY workspace_id HAVING sum(bytes) > 0`;
  return new Map(rows.map((row) => [row.workspace_id, Number(row.bytes)]));
}

/**
 * A workspace's stored bytes; apart, those of reservations whose settle the store may not have yet: their order
 * stands until the ledger holds their event.
 */
export async function storedPieces(workspaceId: string): Promise<{ amount: number; reservation?: string }[]> {
  const rows = await db().$queryRaw<{ id: string | null; bytes: bigint }[]>`
    SELECT o.id, sum(stored.bytes)::bigint AS bytes
    FROM ${STORED} LEFT JOIN settle_orders o ON o.id = stored.reservation_id
    WHERE stored.workspace_id = ${workspaceId}::uuid GROUP BY o.id`;
  return rows.map(({ id, bytes }) => ({ amount: Number(bytes), ...(id !== null && { reservation: id }) }));
}
