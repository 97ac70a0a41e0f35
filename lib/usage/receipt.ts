import { db } from '../db/client';
import { flushDenials } from './denials';

/** A denial receipt as the API tells it. */
export interface ReceiptView {
  id: string;
  at: string;
  code: string;
  /** `limitId` of the limit that refused; null where none did. */
  limit: string | null;
  details: unknown;
}

/**
 * One of the last refusals of a key (`session` for a workspace's sessions).
 * @returns null where there is none with this id, or it is somebody else's.
 */
export async function denialReceipt(
  workspaceId: string,
  keyId: string,
  requestId: string,
): Promise<ReceiptView | null> {
  // It may have been refused a moment ago, by this very process.
  await flushDenials();
  const row = await db().denialReceipt.findFirst({ where: { id: requestId, workspaceId, keyId } });
  return (
    row && { id: row.id, at: row.at.toISOString(), code: row.code, limit: row.limit, details: row.details }
  );
}
