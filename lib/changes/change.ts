import type { Actor } from '../actor';
import { type AuditRecord, record } from '../audit/record';
import { db, type Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { log } from '../log';
import { type RevisionKind, raiseRevision } from '../redis/revision';

/** Whose policy a change touches: its revision is raised, so that no old policy is used any more. */
export interface Bump {
  kind: RevisionKind;
  id: string;
}

/** What a change's transaction hands back. */
export interface Changed<T> {
  result: T;
  /** At least one row: no change goes unaudited. */
  audit: [AuditRecord, ...AuditRecord[]];
  /** Empty where no decision depends on what changed. */
  bumps: Bump[];
}

interface Pending extends Bump {
  outboxId: string;
  rev: number;
}

/**
 * The one way to change a record: the change, its audit rows, the raised revision and the order to
 * raise it in the store commit together. Then the store is raised; only once that is done does this
 * resolve, so a change that was answered is in force on every instance.
 * @throws AppError `change_pending` where the change is saved and the store does not answer: the outbox
 * (outbox.ts) retries every second.
 */
export async function change<T>(actor: Actor, work: (tx: Tx) => Promise<Changed<T>>): Promise<T> {
  const { result, pending } = await db().$transaction(async (tx) => {
    const changed = await work(tx);
    for (const entry of changed.audit) await record(tx, actor, entry);
    return { result: changed.result, pending: await bumpAll(tx, changed.bumps) };
  });
  await raiseAll(pending);
  return result;
}

/** In one order everywhere, so that two changes never wait for each other's rows. */
async function bumpAll(tx: Tx, bumps: Bump[]): Promise<Pending[]> {
  const unique = [...new Map(bumps.map((bump) => [`${bump.kind} ${bump.id}`, bump])).entries()];
  const pending: Pending[] = [];
  for (const [, bump] of unique.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rev = await bumpOne(tx, bump);
    const outboxId = newId();
    await tx.revisionOutbox.create({ data: { id: outboxId, kind: bump.kind, subjectId: bump.id, rev } });
    pending.push({ ...bump, rev, outboxId });
  }
  return pending;
}

async function bumpOne(tx: Tx, { kind, id }: Bump): Promise<number> {
  const args = { where: { id }, data: { rev: { increment: 1 } }, select: { rev: true } };
  const row = kind === 'workspace' ? await tx.workspace.update(args) : await tx.catalog.update(args);
  return row.rev;
}

/**
 * Sees to it that earlier changes of these subjects are in force. For a change that finds itself done
 * already: the call that made it may have answered `change_pending`.
 * @throws AppError `change_pending`
 */
export async function requireInForce(bumps: readonly Bump[]): Promise<void> {
  const rows = await db().revisionOutbox.findMany({
    where: { OR: bumps.map(({ kind, id }) => ({ kind, subjectId: id })) },
  });
  await raiseAll(
    rows.map(({ id, kind, subjectId, rev }) => ({
      kind: kind as RevisionKind,
      id: subjectId,
      rev,
      outboxId: id,
    })),
  );
}

async function raiseAll(pending: Pending[]): Promise<void> {
  try {
    await Promise.all(pending.map(({ kind, id, rev }) => raiseRevision(kind, id, rev)));
  } catch (error) {
    log().warn({ err: error, count: pending.length }, 'a change is saved but not yet in force');
    throw new AppError(
      'change_pending',
      'The change is saved, but the counter store cannot be reached. It takes effect within seconds; you need not repeat it.',
    );
  }
  if (pending.length === 0) return;
  // Left over rows are only raised once more: not worth failing a change that is in force.
  await db()
    .revisionOutbox.deleteMany({ where: { id: { in: pending.map((p) => p.outboxId) } } })
    .catch((error: unknown) => log().warn({ err: error }, 'a raised revision stays in the outbox'));
}
