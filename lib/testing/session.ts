import { encode } from 'next-auth/jwt';
import { sessionCookieName } from '../auth/cookie';
import { openSession, SESSION_SECONDS } from '../auth/session';
import { env } from '../env';

/** Signs a user in. @returns the headers that its browser would send to this origin */
export async function sessionHeaders(
  userId: string,
  origin = 'http://127.0.0.1',
): Promise<{ cookie: string; origin: string; host: string }> {
  const sid = await openSession(userId, { ip: null, userAgent: null });
  const token = await encode({
    token: { sid, sub: userId },
    secret: env().AUTH_SECRET,
    maxAge: SESSION_SECONDS,
  });
  return { cookie: `${sessionCookieName(false)}=${token}`, origin, host: new URL(origin).host };
}
