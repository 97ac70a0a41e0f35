import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { MINUTE_MS, QUARTER_MS } from './intervals';

/** Whose use: the subject of a counter, as the ledger knows it. */
export type UsedSubject =
  | { scope: 'key'; keyId: string }
  /** A browser session's pseudo-key: the member's sessions in this workspace. */
  | { scope: 'session'; userId: string }
  /** All of a member's keys and sessions in this workspace. */
  | { scope: 'user'; userId: string }
  | { scope: 'workspace' };

export interface UsedQuery {
  subject: UsedSubject;
  /** `tokens` are metered ones: input and output times the model's weight, as token limits are charged. */
  metric: 'requests' | 'tokens' | 'cost';
  /** '' means every resource. */
  resource: string;
  /** [startMs, endMs); null: since ever, until now. Cut to whole minutes outwards. */
  startMs: number | null;
  endMs: number | null;
}

const COLUMN = { requests: 'requests', tokens: 'tokens_metered', cost: 'cost_micros' } as const;

/**
 * What a counter would hold had it been kept all along, from the rollups (so without what is reserved, and
 * without settled calls that the ledger has not read yet). Cost is in micro-units.
 */
export async function usedSince(workspaceId: string, query: UsedQuery): Promise<number> {
  const { startMs, endMs, resource, metric } = query;
  // Calendar periods begin and end on quarter-hours in every zone; only rolling windows need minutes.
  const byQuarter = [startMs, endMs].every((ms) => ms === null || ms % QUARTER_MS === 0);
  const table = Prisma.raw(byQuarter ? 'rollups_quarter' : 'rollups_minute');
  const conditions = [Prisma.sql`workspace_id = ${workspaceId}::uuid`, ...subjectIs(query.subject)];
  if (resource !== '') conditions.push(Prisma.sql`resource = ${resource}`);
  if (startMs !== null) {
    const start = new Date(Math.floor(startMs / MINUTE_MS) * MINUTE_MS);
    conditions.push(Prisma.sql`start_at >= ${start}`);
  }
  if (endMs !== null) conditions.push(Prisma.sql`start_at < ${new Date(endMs)}`);
  const [row] = await db().$queryRaw<{ used: bigint }[]>`
    SELECT coalesce(sum(${Prisma.raw(COLUMN[metric])}), 0)::bigint AS used
    FROM ${table} WHERE ${Prisma.join(conditions, ' AND ')}`;
  return Number(row?.used ?? 0);
}

export function subjectIs(subject: UsedSubject): Prisma.Sql[] {
  switch (subject.scope) {
    case 'key':
      return [Prisma.sql`key_id = ${subject.keyId}`];
    case 'session':
      return [Prisma.sql`key_id = 'session'`, Prisma.sql`user_id = ${subject.userId}::uuid`];
    case 'user':
      return [Prisma.sql`user_id = ${subject.userId}::uuid`];
    case 'workspace':
      return [];
  }
}
