import { db } from './client';

/** The newest folder of prisma/migrations (held by a test). */
export const NEWEST_MIGRATION = '20261122160000_accounts';

/** Whether the database answers and every migration is applied. */
export async function databaseReady(): Promise<'ok' | 'unreachable' | 'migrations missing'> {
  try {
    const rows = await db().$queryRaw<{ n: bigint }[]>`
      select count(*) as n from _prisma_migrations
      where migration_name = ${NEWEST_MIGRATION} and finished_at is not null and rolled_back_at is null`;
    return rows[0]?.n === 0n ? 'migrations missing' : 'ok';
  } catch (error) {
    // 42P01: the table of migrations does not exist
    return String(error).includes('42P01') ? 'migrations missing' : 'unreachable';
  }
}
