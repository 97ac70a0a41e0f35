import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/lib/actor';
import { getPageActor } from '@/lib/auth/page-actor';
import { me } from '@/lib/workspaces/me';
import type { MeView } from '@/lib/workspaces/schema';
import type { SearchProps } from './search-props';

export interface SignedIn {
  actor: Actor & { kind: 'user' };
  me: MeView;
}

/** Who looks at the page and where they act, read once per request; null when nobody is signed in. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const actor = await getPageActor();
  if (!actor) return null;
  const chosen = (await cookies()).get('headroom.workspace')?.value ?? null;
  return { actor, me: await me(actor, chosen) };
});

/**
 * For the first line of every page of the shell, before any Suspense: a stranger is sent to sign in and comes back
 * to this very address.
 */
export async function requireSignedIn(path: string, search?: SearchProps['searchParams']): Promise<SignedIn> {
  const who = await signedIn();
  if (who) return who;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((await search) ?? {}))
    for (const one of [value ?? []].flat()) query.append(name, one);
  const here = query.size > 0 ? `${path}?${query}` : path;
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(here)}`);
}

/** The same for admin pages: whoever is no platform admin sees a page that does not exist. */
export async function requireAdmin(path: string, search?: SearchProps['searchParams']): Promise<SignedIn> {
  const who = await requireSignedIn(path, search);
  if (!who.me.user.platform_admin) notFound();
  return who;
}
