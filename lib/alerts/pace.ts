import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { type Subject, subjectIs } from '../usage/subject';
import type { Figure } from './figure';

const DAY_MS = 86_400_000;
const SPAN_MS = 7 * DAY_MS;

const COLUMNS: Readonly<Record<string, Prisma.Sql>> = {
  requests: Prisma.sql`requests`,
  tokens: Prisma.sql`tokens_metered`,
  cost: Prisma.sql`cost_micros`,
  messages: Prisma.sql`messages`,
  descriptions: Prisma.sql`descriptions`,
};

/**
 * How fast a counter that never resets has grown: over the last week, or since its first use in it (of a day at
 * least, or an hour's trial would read as a week's pace).
 * @returns in the metric's unit per ms; null where there was no use
 */
export async function paceOf(workspaceId: string, figure: Figure): Promise<number | null> {
  const { subject, limit, atMs } = figure;
  const column = COLUMNS[limit.metric];
  if (!column || limit.window !== 'lifetime') return null;
  const whose: Subject =
    subject.scope === 'key' ? { keyId: subject.id } : subject.scope === 'user' ? { userId: subject.id } : {};
  const where = Prisma.join(
    [
      Prisma.sql`workspace_id = ${workspaceId}::uuid`,
      Prisma.sql`start_at >= ${new Date(atMs - SPAN_MS)}`,
      ...subjectIs(whose, Prisma.sql`key_id`),
      ...(limit.resource ? [Prisma.sql`resource = ${limit.resource}`] : []),
    ],
    ' AND ',
  );
  const [row] = await db().$queryRaw<{ used: bigint | null; first: Date | null }[]>`
    SELECT sum(${column})::bigint AS used, min(start_at) AS first FROM rollups_quarter WHERE ${where}`;
  if (!row?.first || !row.used) return null;
  return Number(row.used) / Math.max(DAY_MS, atMs - row.first.getTime());
}
