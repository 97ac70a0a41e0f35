import { cookies, headers } from 'next/headers';
import type { Actor } from '../actor';
import { decodeSession, sessionCookieName } from './cookie';
import { clientAddress, isSecure } from './origin';
import { sessionActor } from './resolve-actor';

/** Who looks at a page; null when nobody is signed in. For server components alone: it reads next/headers. */
export async function getPageActor(): Promise<(Actor & { kind: 'user' }) | null> {
  const sent = await headers();
  const cookie = (await cookies()).get(sessionCookieName(isSecure(sent)));
  const claims = await decodeSession(cookie?.value);
  const actor = claims && (await sessionActor(claims, clientAddress(sent)));
  return actor?.kind === 'user' ? actor : null;
}
