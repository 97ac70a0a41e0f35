import type { Actor } from '../actor';
import { requirePlatformAdmin } from '../auth/access';
import { db } from '../db/client';
import type { DeadLetter } from '../db/generated/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { parse } from '../parse';
import { type DeadLetterView, deadLettersQuery } from './schema';

/** How `writeOrders` and the consumer name what an order's letter stood in. */
const ORDER = 'order ';

/** Whether a letter is a settle order that never came through, not an event of a stream. */
export const isOrder = ({ streamId }: DeadLetter): boolean => streamId.startsWith(ORDER);

/**
 * What never came into the ledger, the newest first, page by page.
 * @throws AppError `forbidden` for anyone but a platform admin
 */
export async function listDeadLetters(
  actor: Actor,
  query: unknown,
): Promise<{ data: DeadLetterView[]; nextCursor: string | null }> {
  requirePlatformAdmin(actor, 'see dead letters');
  const { cursor, limit } = parse(deadLettersQuery, query);
  const rows = await db().deadLetter.findMany({
    where: cursor ? { id: { lt: cursor } } : {},
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    data: page.map(deadLetterView),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

export const deadLetterView = (row: DeadLetter): DeadLetterView => ({
  id: row.id,
  at: row.at.toISOString(),
  kind: isOrder(row) ? 'order' : 'event',
  shard: row.shard,
  stream_id: row.streamId,
  error: row.error,
  payload: row.payload,
});

const missing = () =>
  new AppError('not_found', 'There is no dead letter with this id. Somebody may have dealt with it already.');

/** @throws AppError `not_found`, `forbidden` */
export async function deadLetterFor(actor: Actor, id: string, toDo: string): Promise<DeadLetter> {
  requirePlatformAdmin(actor, toDo);
  const row = isId(id) ? await db().deadLetter.findUnique({ where: { id } }) : null;
  if (!row) throw missing();
  return row;
}

/** Takes it away, in the transaction that tells of it: of two who try at once one hears that it is gone. */
export async function takeAway(
  tx: { deadLetter: { deleteMany(args: { where: { id: string } }): Promise<{ count: number }> } },
  id: string,
): Promise<void> {
  const { count } = await tx.deadLetter.deleteMany({ where: { id } });
  if (count === 0) throw missing();
}

/** How the audit log names one. */
export const targetOf = (row: DeadLetter) => ({ kind: 'dead_letter', id: row.id, name: row.streamId });
