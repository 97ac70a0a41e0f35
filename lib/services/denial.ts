import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, ERROR_STATUS, type ErrorCode } from '../errors';
import { isId } from '../ids';
import type { Principal } from '../keys/principal';
import { denialReceipt, type ReceiptView } from '../usage/receipt';
import type { DenialView } from './schema';

/** Refusals are written every two seconds: another instance may still have this one in memory. */
const UNWRITTEN_MS = 3000;
const LOOK_MS = 250;

/**
 * The receipt of one of the caller's own last refusals.
 * @throws AppError `not_found`: unknown, somebody else's, or older than the last hundred
 */
export async function denialOf(principal: Principal, id: string): Promise<DenialView> {
  const receipt = isId(id) ? await find(principal, id) : null;
  if (!receipt) {
    throw new AppError(
      'not_found',
      'There is no receipt with this request id. The last 100 refusals of a key are kept.',
    );
  }
  const { at, code, limit, details, resource, model, limits } = receipt;
  const { clears_at, set_by } = details as Pick<DenialView, 'clears_at' | 'set_by'>;
  const status = ERROR_STATUS[code as ErrorCode];
  return { id: receipt.id, at, code, status, resource, model, limit, set_by, details, clears_at, limits };
}

async function find(principal: Principal, id: string): Promise<ReceiptView | null> {
  const { workspaceId, keyId, userId } = principal;
  for (;;) {
    const receipt = await denialReceipt(workspaceId, keyId ?? 'session', id);
    // Sessions of a workspace share one place; a member sees their own alone.
    if (receipt && (keyId || receipt.userId === userId)) return receipt;
    if (receipt || Date.now() - madeAtMs(id) > UNWRITTEN_MS) return null;
    await sleep(LOOK_MS);
  }
}

/** The instant in a UUIDv7 (RFC 9562, section 5.7); one from the future is as old as can be. */
function madeAtMs(id: string): number {
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return ms <= Date.now() ? ms : 0;
}
