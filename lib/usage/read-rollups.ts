import { db } from '../db/client';

/**
 * Runs a question on the rollups. PostgreSQL cannot know how few intervals its rows fall into: with its usual memory
 * it sorts them on disk, where a small table of sums would do. Set for this transaction alone, since a pooler in
 * front may hand its connection to anybody afterwards.
 */
export async function readRollups<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
  const [, , rows] = await db().$transaction([
    db().$executeRaw`SET LOCAL work_mem = '64MB'`,
    db().$executeRaw`SET LOCAL jit = off`,
    db().$queryRawUnsafe<Row[]>(sql, ...values),
  ]);
  return rows;
}
