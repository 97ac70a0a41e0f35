import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { readSidebarState, SIDEBAR_COOKIE } from '@/components/shell/sidebar-state';
import { signedIn } from './signed-in';

/** The shell for whoever is signed in; a stranger's page redirects by itself and needs none. */
export async function SignedInShell({ children }: { children: ReactNode }) {
  const who = await signedIn();
  if (!who) return children;
  const sidebar = readSidebarState((await cookies()).get(SIDEBAR_COOKIE)?.value);
  return (
    <Shell me={who.me} sidebar={sidebar}>
      {children}
    </Shell>
  );
}
