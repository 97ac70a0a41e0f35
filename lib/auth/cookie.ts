import { decode } from 'next-auth/jwt';
import { env } from '../env';
import { isId } from '../ids';
import { isSecure } from './origin';

/** `__Host-` binds the cookie to this host over TLS; browsers refuse the prefix on http. */
export const sessionCookieName = (secure: boolean): string =>
  secure ? '__Host-headroom.session' : 'headroom.session';

/** What the cookie's JWT carries: nothing that could go stale. */
export interface SessionClaims {
  sessionId: string;
  userId: string;
}

/** The value of a cookie as the browser sent it; null where it is absent or sent twice. */
export function readCookie(headers: Pick<Headers, 'get'>, name: string): string | null {
  const values = (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && values[0] ? values[0] : null;
}

/** Opens a session cookie's value. No I/O; null for anything we did not seal or that has expired. */
export async function decodeSession(value: string | null | undefined): Promise<SessionClaims | null> {
  if (!value) return null;
  try {
    const token = await decode({ token: decodeURIComponent(value), secret: env().AUTH_SECRET });
    if (typeof token?.sid !== 'string' || !token.sub || !isId(token.sid) || !isId(token.sub)) return null;
    return { sessionId: token.sid, userId: token.sub };
  } catch {
    return null;
  }
}

/** The session a request claims, from its cookie alone: whether it still stands, `loadSession` knows. */
export const sessionFromRequest = (request: Pick<Request, 'headers'>): Promise<SessionClaims | null> =>
  decodeSession(readCookie(request.headers, sessionCookieName(isSecure(request.headers))));
