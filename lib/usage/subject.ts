import { Prisma } from '../db/generated/client';

/** Whose use, as ledger and rollups know it. Both absent: the whole workspace. */
export interface Subject {
  /** The key's id, or `session`. */
  keyId?: string;
  userId?: string;
}

/** Reads a counter's subject as `subjectsOf` (lib/plans) spells it. */
export function subjectOf(scope: 'key' | 'user' | 'workspace', spelled: string): Subject {
  if (scope === 'workspace') return {};
  const userId = spelled.split(':').at(-1);
  if (scope === 'user') return { userId };
  return spelled.startsWith('session:') ? { keyId: 'session', userId } : { keyId: spelled };
}

/** The same in SQL, for a table that spells a session's key as `keyColumn` does. */
export function subjectIs(subject: Subject, keyColumn: Prisma.Sql): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (subject.keyId !== undefined) conditions.push(Prisma.sql`${keyColumn} = ${subject.keyId}`);
  if (subject.userId !== undefined) conditions.push(Prisma.sql`user_id = ${subject.userId}::uuid`);
  return conditions;
}
