import type { Actor } from '../actor';
import type { Tx } from '../db/client';
import { Prisma } from '../db/generated/client';
import { newId } from '../ids';

/** What an audit entry says beside who and when. */
export interface AuditRecord {
  /** e.g. `key.create`, `workspace.plan` */
  action: string;
  workspaceId: string | null;
  target: { kind: string; id: string; name: string };
  /** Public fields before and after: never secrets or hashes. */
  before?: unknown;
  after?: unknown;
}

/** Writes an audit row inside the transaction of the change that it tells of. */
export async function record(tx: Tx, actor: Actor, entry: AuditRecord): Promise<void> {
  await tx.auditEntry.create({
    data: {
      id: newId(),
      actorKind: actor.kind,
      actorId: actor.kind === 'system' ? actor.name : actor.userId,
      actorName: actor.name,
      ip: actor.kind === 'system' ? null : actor.ip,
      workspaceId: entry.workspaceId,
      action: entry.action,
      targetKind: entry.target.kind,
      targetId: entry.target.id,
      targetName: entry.target.name,
      before: json(entry.before),
      after: json(entry.after),
    },
  });
}

const json = (value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined || value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);
