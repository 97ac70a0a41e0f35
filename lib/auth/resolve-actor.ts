import type { Actor } from '../actor';
import { db } from '../db/client';
import { AppError } from '../errors';
import { hashSecret, looksLikeKey, MANAGEMENT_PREFIX } from '../secret';
import { type SessionClaims, sessionFromRequest } from './cookie';
import { guardUnknownToken } from './guard-actor';
import { clientAddress, requireSameOrigin } from './origin';
import { loadSession } from './session';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const USED_MS = 60_000;

/**
 * Who calls the management API: `Authorization: Bearer hrm_…` or a session cookie; the header wins.
 * @throws AppError `unauthenticated`, or `origin_not_allowed` for a session's write from elsewhere.
 */
export async function resolveActor(request: Request): Promise<Actor> {
  const ip = clientAddress(request.headers);
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return tokenActor(authorization, ip);
  const claims = await sessionFromRequest(request);
  const actor = claims && (await sessionActor(claims, ip));
  if (!actor) {
    throw new AppError(
      'unauthenticated',
      'Sign in, or send a management token as "Authorization: Bearer hrm_…".',
    );
  }
  if (!SAFE.has(request.method)) requireSameOrigin(request.headers);
  return actor;
}

/** The actor behind a session cookie, as the database knows the session now; null where it has ended. */
export async function sessionActor(claims: SessionClaims, ip: string | null): Promise<Actor | null> {
  const session = await loadSession(claims);
  if (!session) return null;
  const { userId, name, platformAdmin, sessionId, acting } = session;
  return { kind: 'user', userId, name, platformAdmin, sessionId, ip, acting };
}

async function tokenActor(authorization: string, ip: string | null): Promise<Actor> {
  // One answer for malformed, unknown, revoked and expired.
  const refused = new AppError(
    'unauthenticated',
    'This management token is not valid. Make one under Settings and send it as "Authorization: Bearer hrm_…".',
  );
  const secret = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? '';
  if (!looksLikeKey(secret, MANAGEMENT_PREFIX)) throw refused;
  const token = await db().managementToken.findUnique({
    where: { hash: hashSecret(secret) },
    include: { user: { select: { name: true, platformAdmin: true, suspendedAt: true } } },
  });
  const now = Date.now();
  const over = token?.revokedAt || (token?.expiresAt && token.expiresAt.getTime() <= now);
  if (!token || over || token.user.suspendedAt) {
    await guardUnknownToken(ip);
    throw refused;
  }
  if (now - (token.lastUsedAt?.getTime() ?? 0) > USED_MS) {
    await db().managementToken.update({ where: { id: token.id }, data: { lastUsedAt: new Date(now) } });
  }
  return {
    kind: 'token',
    userId: token.userId,
    name: `${token.user.name} (${token.name})`,
    // A token made for one workspace has its user's powers there, not an admin's everywhere.
    platformAdmin: token.user.platformAdmin && token.workspaceId === null,
    tokenId: token.id,
    workspaceId: token.workspaceId,
    ip,
  };
}
