import { db } from '../db/client';

/**
 * What keys of a workspace have spent, in micro-units, as far as the ledger has read: for when the counters
 * cannot be asked. Keys that spent nothing are absent.
 * @param sinceMs a quarter-hour edge; null: ever
 */
export async function spentByKey(
  workspaceId: string,
  keyIds: readonly string[],
  sinceMs: number | null,
): Promise<Map<string, number>> {
  if (keyIds.length === 0) return new Map();
  const sums = await db().rollupQuarter.groupBy({
    by: ['keyId'],
    where: {
      workspaceId,
      keyId: { in: [...keyIds] },
      ...(sinceMs !== null && { startAt: { gte: new Date(sinceMs) } }),
    },
    _sum: { costMicros: true },
  });
  return new Map(sums.map((row) => [row.keyId, Number(row._sum.costMicros ?? 0)]));
}
