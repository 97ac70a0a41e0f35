import { db } from '../db/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { flushDecisions } from './decisions';
import { flushDenials } from './denials';
import { named } from './request-names';
import { denialRow, type EventColumns, eventRow, type UnnamedRow } from './request-rows';
import type { KeptLimit, RequestView } from './request-schema';

type Details = Omit<RequestView, keyof UnnamedRow | 'key_name' | 'member_name'>;

/**
 * One request with its decision, timing and cost.
 * @throws AppError `not_found` where the workspace has none with this id (also: not settled yet, no longer kept)
 */
export async function getRequest(workspaceId: string, id: string): Promise<RequestView> {
  if (isId(id)) {
    // It may have been decided a moment ago, by this very process.
    await Promise.all([flushDenials(), flushDecisions()]);
    const found = (await fromLedger(workspaceId, id)) ?? (await fromDenials(workspaceId, id));
    const [row] = found ? await named(workspaceId, [found.row]) : [];
    if (row && found) return { ...row, ...found.details };
  }
  throw new AppError(
    'not_found',
    'There is no request with this id: it is still running, is of another workspace, or is no longer kept.',
  );
}

async function fromLedger(
  workspaceId: string,
  id: string,
): Promise<{ row: UnnamedRow; details: Details } | null> {
  const [[event], receipt] = await Promise.all([
    db().$queryRaw<EventColumns[]>`
      SELECT * FROM usage_events WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid`,
    db().decisionReceipt.findFirst({ where: { id, workspaceId } }),
  ]);
  if (!event) return null;
  const details: Details = {
    settled_at: event.settled_at.toISOString(),
    requests: Number(event.requests),
    tokens_metered: Number(event.tokens_metered),
    units: Number(event.units),
    messages: Number(event.messages),
    descriptions: Number(event.descriptions),
    unbilled_micros: Number(event.unbilled_micros),
    price_version: event.price_version,
    limits: (receipt?.limits as unknown as KeptLimit[] | undefined) ?? null,
    clears_at: null,
  };
  return { row: eventRow(event), details };
}

async function fromDenials(
  workspaceId: string,
  id: string,
): Promise<{ row: UnnamedRow; details: Details } | null> {
  const receipt = await db().denialReceipt.findFirst({ where: { id, workspaceId } });
  if (!receipt) return null;
  const { clears_at = null } = receipt.details as { clears_at?: string | null };
  const details: Details = {
    settled_at: null,
    requests: 0,
    tokens_metered: 0,
    units: 0,
    messages: 0,
    descriptions: 0,
    unbilled_micros: 0,
    price_version: null,
    limits: receipt.limits as unknown as KeptLimit[] | null,
    clears_at,
  };
  return { row: denialRow(receipt), details };
}
