import { db } from '../db/client';

/**
 * Runs a question on the rollups. PostgreSQL cannot know how few intervals its rows fall into: with its usual memory
 * it sorts them on disk, where a small table of sums would do. Nor that they lie in memory or on a fast disk: it
 * would rather read everybody's rows in order than one workspace's by the index. Set for this transaction alone,
 * since a pooler in front may hand its connection to anybody afterwards.
 */
export async function readRollups<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
  const [, rows] = await db().$transaction([
    db().$queryRaw`SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
      set_config('random_page_cost', '1.1', true)`,
    db().$queryRawUnsafe<Row[]>(sql, ...values),
  ]);
  return rows;
}
