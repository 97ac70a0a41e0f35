import { db } from '../db/client';
import { type RevisionKind, raiseRevision } from '../redis/revision';
import { quietly, startRounds } from '../rounds';

const INTERVAL_MS = 1000;
const BATCH = 500;

/**
 * Raises the revisions that a change could not raise itself. Raising twice does no harm: the store keeps
 * the highest. @returns how many rows it has cleared. @throws when the store or database is unreachable.
 */
export async function retryOutbox(): Promise<number> {
  const rows = await db().revisionOutbox.findMany({ orderBy: { createdAt: 'asc' }, take: BATCH });
  const highest = new Map<string, { kind: RevisionKind; subjectId: string; rev: number }>();
  for (const { kind, subjectId, rev } of rows) {
    const known = highest.get(`${kind} ${subjectId}`);
    if (!known || known.rev < rev) {
      highest.set(`${kind} ${subjectId}`, { kind: kind as RevisionKind, subjectId, rev });
    }
  }
  for (const { kind, subjectId, rev } of highest.values()) await raiseRevision(kind, subjectId, rev);
  if (rows.length > 0) {
    await db().revisionOutbox.deleteMany({ where: { id: { in: rows.map((row) => row.id) } } });
  }
  return rows.length;
}

/** Retries every second until stopped. Started by lib/server alone. The stop resolves when no run is under way. */
export function startOutbox(): () => Promise<void> {
  const { stop } = startRounds(
    INTERVAL_MS,
    quietly('pending revisions cannot be raised; retrying every second', async () => {
      await retryOutbox();
    }),
  );
  return stop;
}
