import { lockWorkspace } from '../../changes/lock-workspace';
import { db, type Tx } from '../../db/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import { UPGRADE_INCLUDE, type UpgradeRow } from './upgrade-view';

const noRequest = () => new AppError('not_found', 'There is no upgrade request with this id.');

/** A request's workspace. @throws AppError `not_found` */
export async function workspaceOfRequest(id: string): Promise<string> {
  const row = isId(id)
    ? await db().upgradeRequest.findUnique({ where: { id }, select: { workspaceId: true } })
    : null;
  if (!row) throw noRequest();
  return row.workspaceId;
}

/**
 * The request, its workspace held until the transaction ends: of two who decide at once, the second is told what
 * the first decided.
 * @throws AppError `not_found`, `conflict` where it is no longer open
 */
export async function lockOpenRequest(tx: Tx, id: string, workspaceId: string): Promise<UpgradeRow> {
  await lockWorkspace(tx, workspaceId);
  const row = await tx.upgradeRequest.findUnique({ where: { id }, include: UPGRADE_INCLUDE });
  if (!row) throw noRequest();
  if (row.status === 'open') return row;
  throw new AppError('conflict', `This request was ${row.status} already. Reload the page to see by whom.`, {
    status: row.status,
  });
}
