'use client';

import { PanelLeft } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { MeView } from '@/lib/workspaces/schema';
import { LogoMark } from './logo';
import { NavList } from './nav-list';
import { SIDEBAR_COOKIE, type SidebarState } from './sidebar-state';
import { UserMenu } from './user-menu';
import { WorkspaceSwitcher } from './workspace-switcher';

interface SidebarProps {
  me: MeView;
  initial: SidebarState;
  /** The button that opens the command palette. */
  search: ReactNode;
}

/** The navigation beside every page from 768 px on: 240 px wide, or icons alone. */
export function Sidebar({ me, initial, search }: SidebarProps) {
  const [state, setState] = useState(initial);

  function toggle() {
    const wide = state === 'open' || (state === 'auto' && window.innerWidth >= 1024);
    const next: SidebarState = wide ? 'icons' : 'open';
    // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is missing in browsers that we support
    document.cookie = `${SIDEBAR_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
    setState(next);
  }

  return (
    <div data-sidebar={state} className="contents">
      <aside className="sticky top-0 flex h-dvh rail:w-14 w-60 shrink-0 flex-col gap-3 border-r bg-sidebar rail:px-3 px-3 py-3 max-md:hidden">
        <div className="flex rail:flex-col h-8 rail:h-auto items-center rail:gap-2 justify-between">
          <Link
            href="/"
            className="flex items-center gap-2 rounded-md rail:px-0 px-2 font-semibold text-sm"
            aria-label="Headroom, overview"
          >
            <LogoMark className="size-5" />
            <span className="rail:hidden">Headroom</span>
          </Link>
          <Button variant="ghost" size="icon-sm" aria-label="Collapse or expand the sidebar" onClick={toggle}>
            <PanelLeft aria-hidden />
          </Button>
        </div>
        <WorkspaceSwitcher workspaces={me.workspaces} currentId={me.current_workspace_id} />
        {search}
        <div className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1 py-1">
          <NavList me={me} />
        </div>
        <UserMenu name={me.user.name} email={me.user.email} />
      </aside>
    </div>
  );
}
