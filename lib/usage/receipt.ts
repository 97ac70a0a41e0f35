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
  /** null where it was not written down yet. */
  userId: string | null;
  resource: string;
  model: string;
  /** Every limit as the decision left it; null where it was not written down yet. */
  limits: unknown;
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
  if (!row) return null;
  const { id, at, code, limit, details, userId, resource, model, limits } = row;
  return { id, at: at.toISOString(), code, limit, details, userId, resource, model, limits };
}
