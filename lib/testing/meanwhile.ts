import { expect } from 'vitest';
import { db, type Tx } from '../db/client';
import { Prisma } from '../db/generated/client';

const waiting = async () => {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.n ?? 0;
};

/**
 * Begins a change that has to wait while a workspace's row is held, does another thing, and lets go.
 * @param held shared, where what the change does first only reads the row
 * @returns what the change came to: its result, or its error's code
 */
export async function meanwhile(
  workspaceId: string,
  change: () => Promise<unknown>,
  then: (tx: Tx) => Promise<unknown>,
  held: 'UPDATE' | 'SHARE' = 'UPDATE',
): Promise<unknown> {
  const begun = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR ${Prisma.raw(held)}`;
    const changed = change().catch((error: { code?: string }) => String(error.code));
    await expect.poll(waiting).toBe(1);
    await then(tx);
    // Wrapped, so that it is not waited for before the commit.
    return { changed };
  });
  return begun.changed;
}
