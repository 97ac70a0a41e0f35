import type { Actor } from '../actor';
import { change } from '../changes/change';
import type { DeadLetter } from '../db/generated/client';
import { AppError } from '../errors';
import { ingest } from '../usage/ingest';
import { parseEntry } from '../usage/ledger-event';
import { writeOrders } from '../usage/order-book';
import { deadLetterFor, isOrder, takeAway, targetOf } from './dead-letters';

/**
 * Tries a dead letter once more: an event is written to the ledger and its rollups, an order is replayed into the
 * store as if it were new. Both count once, however often they come.
 * @throws AppError `not_found`, `forbidden` for anyone but a platform admin, `conflict` with the reason where it
 * still cannot be taken
 */
export async function replayDeadLetter(actor: Actor, id: string): Promise<void> {
  const row = await deadLetterFor(actor, id, 'replay dead letters');
  const workspaceId = await (isOrder(row) ? orderAgain(row) : writeEvent(row));
  return change(actor, async (tx) => {
    await takeAway(tx, row.id);
    return {
      result: undefined,
      audit: [
        {
          action: 'dead_letter.replay',
          workspaceId,
          target: targetOf(row),
          before: { kind: isOrder(row) ? 'order' : 'event', error: row.error },
        },
      ],
      bumps: [],
    };
  });
}

const unreadable = (reason: unknown) =>
  new AppError(
    'conflict',
    `This dead letter still cannot be taken: ${reason instanceof Error ? reason.message : String(reason)}. Discard it, or replay it with a version of Headroom that can read it.`,
  );

/** @returns the event's workspace */
async function writeEvent({ payload }: DeadLetter): Promise<string> {
  try {
    const event = parseEntry(JSON.parse(payload) as string[]);
    await ingest([event]);
    return event.workspaceId;
  } catch (error) {
    throw unreadable(error);
  }
}

/** @returns the order's workspace */
async function orderAgain({ payload }: DeadLetter): Promise<string> {
  try {
    const order = JSON.parse(payload) as Parameters<typeof writeOrders>[0][number];
    await writeOrders([order]);
    return order.caller.workspaceId;
  } catch (error) {
    throw unreadable(error);
  }
}
