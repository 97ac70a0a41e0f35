import type { Acting } from '../actor';
import { db } from '../db/client';
import { newId } from '../ids';
import type { SessionClaims } from './cookie';

export const SESSION_SECONDS = 30 * 24 * 3600;
/** How exact "last seen" is; saves a write on every request. */
const SEEN_MS = 5 * 60_000;

/** A session that stands, with what may change under it: read it afresh, never from the cookie. */
export interface SessionState {
  sessionId: string;
  userId: string;
  email: string;
  name: string;
  /** False while acting. */
  platformAdmin: boolean;
  acting: Acting | null;
}

/** A new session row. @returns its id, which the cookie carries. */
export async function openSession(
  userId: string,
  from: { ip: string | null; userAgent: string | null },
): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  const userAgent = from.userAgent?.slice(0, 300) ?? null;
  await db().session.create({ data: { id, userId, ip: from.ip, userAgent, expiresAt } });
  return id;
}

/** The session and its user as they stand now; null where it was revoked, has expired, or the user is suspended. */
export async function loadSession(claims: SessionClaims): Promise<SessionState | null> {
  const row = await db().session.findUnique({
    where: { id: claims.sessionId },
    select: {
      revokedAt: true,
      expiresAt: true,
      lastSeenAt: true,
      actingWorkspaceId: true,
      actingWrite: true,
      actingUntil: true,
      user: { select: { id: true, email: true, name: true, platformAdmin: true, suspendedAt: true } },
    },
  });
  if (!row || row.revokedAt || row.expiresAt.getTime() <= Date.now()) return null;
  if (row.user.id !== claims.userId || row.user.suspendedAt) return null;
  if (Date.now() - row.lastSeenAt.getTime() > SEEN_MS) {
    await db().session.update({ where: { id: claims.sessionId }, data: { lastSeenAt: new Date() } });
  }
  const { id: userId, email, name, platformAdmin } = row.user;
  // Who is no admin any more acts no more.
  const acting = platformAdmin ? actingOf(row) : null;
  const shown = acting ? `${name} (acting)` : name;
  return {
    sessionId: claims.sessionId,
    userId,
    email,
    name: shown,
    platformAdmin: platformAdmin && !acting,
    acting,
  };
}

/** Where a session's admin acts at this moment; null where they do not. */
export function actingOf(row: {
  actingWorkspaceId: string | null;
  actingWrite: boolean;
  actingUntil: Date | null;
}): Acting | null {
  const untilMs = row.actingUntil?.getTime() ?? 0;
  if (!row.actingWorkspaceId || untilMs <= Date.now()) return null;
  return { workspaceId: row.actingWorkspaceId, write: row.actingWrite, untilMs };
}
