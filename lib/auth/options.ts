import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { env } from '../env';
import { AppError } from '../errors';
import { log } from '../log';
import { sessionCookieName } from './cookie';
import { endSession } from './end-session';
import { clientAddress, isSecure } from './origin';
import { callable, outsideProviders } from './providers';
import { loadSession, openSession, SESSION_SECONDS } from './session';
import { signIn } from './sign-in';
import { userForIdentity } from './social';

/**
 * next-auth's options for one request. The cookie's JWT holds a session row's id and nothing else;
 * whoever reads it asks the database whether that session still stands.
 */
export function authOptions(headers: Headers): NextAuthOptions {
  const secure = isSecure(headers);
  const ip = clientAddress(headers);
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(secure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [passwordProvider(ip), ...outsideProviders()],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (!account || account.type === 'credentials') return true;
        const found = await userForIdentity({
          provider: account.provider,
          providerAccountId: account.providerAccountId,
          email: user.email ?? '',
          emailVerified: (profile as { email_verified?: unknown } | undefined)?.email_verified === true,
          name: user.name ?? '',
        }).catch((error: unknown) => {
          // Sign-up is closed to them: the page says that no account is linked.
          if (error instanceof AppError) return null;
          throw error;
        });
        if (!found) return '/sign-in?error=OAuthAccountNotLinked';
        user.id = found.id;
        return true;
      },
      async jwt({ token, user }) {
        if (user) {
          const sid = await openSession(user.id, { ip, userAgent: headers.get('user-agent') });
          return { sub: user.id, sid };
        }
        // Thrown away by next-auth together with the cookie.
        if (!(await stateOf(token))) throw new Error('the session has ended');
        return token;
      },
      async session({ session, token }) {
        const state = await stateOf(token);
        const user = state && { id: state.userId, name: state.name, email: state.email };
        return { expires: session.expires, ...(user && { user }) };
      },
    },
    events: {
      async signOut({ token }) {
        const claims = claimsOf(token);
        if (claims) await endSession(claims, ip);
      },
    },
    logger: {
      error: (code) => log().info({ code }, 'next-auth refused'),
      warn: (code) => log().warn({ code }, 'next-auth warns'),
      debug: () => {},
    },
  };
}

function claimsOf(token: { sid?: unknown; sub?: unknown } | null) {
  if (typeof token?.sid !== 'string' || typeof token.sub !== 'string') return null;
  return { sessionId: token.sid, userId: token.sub };
}

async function stateOf(token: { sid?: unknown; sub?: unknown }) {
  const claims = claimsOf(token);
  return claims && loadSession(claims);
}

/** The page reads the error's name from `?error=`: CredentialsSignin, too_many_attempts, forbidden, quota_unavailable. */
const passwordProvider = (ip: string | null) =>
  callable(Credentials)({
    credentials: { email: {}, password: {} },
    async authorize(credentials) {
      if (typeof credentials?.email !== 'string' || typeof credentials.password !== 'string') return null;
      try {
        return await signIn(credentials.email, credentials.password, ip);
      } catch (error) {
        throw new Error(error instanceof AppError ? error.code : 'internal_error');
      }
    },
  });
