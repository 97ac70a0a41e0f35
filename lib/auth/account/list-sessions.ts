import type { Actor } from '../../actor';
import { db } from '../../db/client';
import { requireOwnSession } from './own-session';
import type { SessionView } from './schema';

/** The browsers that are signed in to the caller's account, the one seen last first. @throws AppError `forbidden` */
export async function listSessions(actor: Actor): Promise<SessionView[]> {
  const { userId, sessionId } = requireOwnSession(actor);
  const rows = await db().session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { lastSeenAt: 'desc' },
    take: 200,
  });
  return rows.map((row) => ({
    id: row.id,
    current: row.id === sessionId,
    ip: row.ip,
    user_agent: row.userAgent,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }));
}
