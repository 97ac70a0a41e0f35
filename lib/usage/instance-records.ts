import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';

/** Writes what an instance tells of itself beside its sign of life (rebuild-records.ts). */
export async function writeFigures(instanceId: string, figures: object): Promise<void> {
  await db().instance.updateMany({
    where: { id: instanceId },
    data: { figures: figures as Prisma.InputJsonObject },
  });
}

export interface InstanceRecord {
  id: string;
  startedAt: Date;
  seenAt: Date;
  /** Since it was last seen, by the database's clock. */
  ageMs: number;
  /** As `writeFigures` wrote them; null before the first time. */
  figures: unknown;
}

/** Instances that said that they live and have not said goodbye, the oldest first; the dead go after an hour. */
export async function instanceRecords(): Promise<InstanceRecord[]> {
  const rows = await db().$queryRaw<
    { id: string; started_at: Date; seen_at: Date; age_ms: number; figures: unknown }[]
  >`SELECT id, started_at, seen_at, figures, (extract(epoch FROM now() - seen_at) * 1000)::float8 AS age_ms
    FROM instances ORDER BY started_at, id`;
  return rows.map(({ id, started_at: startedAt, seen_at: seenAt, age_ms: ageMs, figures }) => ({
    id,
    startedAt,
    seenAt,
    ageMs,
    figures,
  }));
}
