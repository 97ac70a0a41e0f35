import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ActingBar } from '@/components/acting/acting-bar';
import { QueryProvider } from '@/components/query-provider';
import { ToastHost } from '@/components/ui/toast-host';
import type { MeView } from '@/lib/workspaces/schema';
import { MobileBar } from './mobile-bar';
import { PaletteHost, SearchButton } from './search-button';
import { ShortcutHost } from './shortcut-host';
import { Sidebar } from './sidebar';
import type { SidebarState } from './sidebar-state';
import { SignedOut } from './signed-out';

interface ShellProps {
  me: MeView;
  sidebar: SidebarState;
  children: ReactNode;
}

/** What stands around every signed-in page. */
export function Shell({ me, sidebar, children }: ShellProps) {
  return (
    <QueryProvider>
      <NuqsAdapter>
        <a
          href="#content"
          className="-translate-y-16 fixed top-2 left-2 z-50 rounded-md bg-foreground px-3 py-2 text-background text-sm focus:translate-y-0"
        >
          Skip to content
        </a>
        <div className="flex min-h-dvh max-md:flex-col">
          <Sidebar me={me} initial={sidebar} search={<SearchButton />} />
          <MobileBar me={me} search={<SearchButton compact />} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
            {me.acting ? <ActingBar acting={me.acting} /> : null}
            <div className="mx-auto flex w-full max-w-[80rem] flex-col gap-6 px-4 py-5 md:px-8 md:py-7">
              {children}
            </div>
          </main>
        </div>
        <PaletteHost me={me} />
        <ShortcutHost me={me} />
        <SignedOut userId={me.user.id} />
        <ToastHost />
      </NuqsAdapter>
    </QueryProvider>
  );
}
