import { db } from '../db/client';
import { newId } from '../ids';

/** What tests of routes look up or put in beside the API: app/ itself may not touch the database. */

export const keyCount = (workspaceId: string): Promise<number> =>
  db().apiKey.count({ where: { workspaceId } });

/** Use of a key that the ledger has read, in the current quarter-hour. @returns its start */
export async function addUse(
  key: { id: string; workspace_id: string; owner: { id: string } },
  amounts: { requests: number; costMicros: number },
): Promise<Date> {
  const startAt = new Date(Math.floor(Date.now() / 900_000) * 900_000);
  const subject = { workspaceId: key.workspace_id, keyId: key.id, userId: key.owner.id };
  const about = { resource: 'chat', model: 'm', outcome: 'ok' };
  const tokens = { tokensIn: 5, tokensOut: 7, tokensMetered: 12, durationMs: 9 };
  await db().rollupQuarter.create({ data: { startAt, ...subject, ...about, ...tokens, ...amounts } });
  return startAt;
}

/** A workspace's entries in the audit log. */
export const auditEntries = (workspaceId: string) => db().auditEntry.findMany({ where: { workspaceId } });

/** How many changes were ever made: each leaves an entry. */
export const auditCount = (): Promise<number> => db().auditEntry.count();

/** What the ledger could not read. @returns its id */
export async function addDeadLetter(fields: readonly string[], error: string): Promise<string> {
  const id = newId();
  await db().deadLetter.create({
    data: { id, shard: 0, streamId: `${id}-0`, payload: JSON.stringify(fields), error },
  });
  return id;
}

/** A request's row in the ledger. */
export const ledgerRow = (id: string) => db().usageEvent.findFirst({ where: { id } });

/** All entries of one action, the oldest first. */
export const systemAudit = (action: string) =>
  db().auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } });

/** A file's row, gone as no call would let it go. */
export const dropFileRow = (id: string) => db().storedFile.delete({ where: { id } });
