import type { Actor } from '../actor';
import { type Access, accessTo, requireRole } from '../auth/access';
import { lockWorkspace } from '../changes/lock-workspace';
import type { Tx } from '../db/client';
import type { AlertRule, Webhook } from '../db/generated/client';
import { AppError } from '../errors';
import { isId } from '../ids';

/** Whoever may change what a workspace is told of, and where. @throws AppError `not_found`, `forbidden` */
export async function requireAlertAdmin(actor: Actor, workspaceId: string): Promise<Access> {
  const access = await accessTo(actor, workspaceId);
  requireRole(access, 'admin', 'change alerts and webhooks');
  return access;
}

const missing = (what: string) => new AppError('not_found', `There is no ${what} with this id.`);

/** A rule of this workspace, held to be changed. @throws AppError `not_found` */
export async function lockRule(tx: Tx, workspaceId: string, id: string): Promise<AlertRule> {
  if (!isId(id)) throw missing('alert');
  await lockWorkspace(tx, workspaceId);
  await tx.$queryRaw`select 1 from alert_rules where id = ${id}::uuid for update`;
  const row = await tx.alertRule.findFirst({ where: { id, workspaceId } });
  if (!row) throw missing('alert');
  return row;
}

/** The same for a webhook. */
export async function lockWebhook(tx: Tx, workspaceId: string, id: string): Promise<Webhook> {
  if (!isId(id)) throw missing('webhook');
  await lockWorkspace(tx, workspaceId);
  await tx.$queryRaw`select 1 from webhooks where id = ${id}::uuid for update`;
  const row = await tx.webhook.findFirst({ where: { id, workspaceId } });
  if (!row) throw missing('webhook');
  return row;
}

/** @throws AppError `conflict` */
export function requireRoom(have: number, most: number, what: string): void {
  if (have < most) return;
  throw new AppError('conflict', `A workspace has at most ${most} ${what}. Delete one that is not needed.`);
}

/** @throws AppError `invalid_request` naming the first that is not this workspace's */
export async function requireWebhooks(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  const found = await tx.webhook.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    select: { id: true },
  });
  const unknown = ids.find((id) => !found.some((row) => row.id === id));
  if (unknown === undefined) return;
  throw new AppError('invalid_request', `webhook_ids names no webhook of this workspace: ${unknown}.`, {
    field: 'webhook_ids',
  });
}
