'use client';

import { Menu } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { onFirstOpen } from '@/components/ui/first-use';
import type { MeView } from '@/lib/workspaces/schema';

const NavDrawer = onFirstOpen(() => import('./nav-drawer').then((module) => module.NavDrawer));

/** Under 768 px: a bar with the drawer's button, the workspace's name and the search. */
export function MobileBar({ me, search }: { me: MeView; search: ReactNode }) {
  const [open, setOpen] = useState(false);
  const current = me.workspaces.find((w) => w.id === me.current_workspace_id);
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-background px-2 md:hidden">
      <Button
        variant="ghost"
        size="icon"
        aria-label="Open navigation"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      <NavDrawer me={me} open={open} onOpenChange={setOpen} />
      <span className="min-w-0 flex-1 truncate font-medium text-sm">{current?.name ?? 'Headroom'}</span>
      {search}
    </header>
  );
}
