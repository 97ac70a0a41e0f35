import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';

/** Marks all alerts as seen by whoever asks; nobody else's list changes. @throws AppError `not_found` */
export async function markEventsSeen(actor: Actor, workspaceId: string): Promise<void> {
  const { userId } = await accessTo(actor, workspaceId);
  if (userId === null) return;
  await db().member.updateMany({ where: { workspaceId, userId }, data: { alertsSeenAt: new Date() } });
}
