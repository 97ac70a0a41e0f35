'use client';

import { Menu } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Sheet, SheetContent, SheetTrigger } from '@/components/ui/sheet';
import type { MeView } from '@/lib/workspaces/schema';
import { LogoMark } from './logo';
import { NavList } from './nav-list';
import { UserMenu } from './user-menu';
import { WorkspaceSwitcher } from './workspace-switcher';

/** Under 768 px: a bar with the drawer's button, the product's name and the search. */
export function MobileBar({ me, search }: { me: MeView; search: ReactNode }) {
  const [open, setOpen] = useState(false);
  const current = me.workspaces.find((w) => w.id === me.current_workspace_id);
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-background px-2 md:hidden">
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetTrigger
          render={
            <Button variant="ghost" size="icon" aria-label="Open navigation">
              <Menu aria-hidden />
            </Button>
          }
        />
        <SheetContent side="left" title="Navigation" hideHeader>
          <div className="flex min-h-full flex-col gap-4 p-3">
            <div className="flex h-8 items-center gap-2 px-2 font-semibold text-sm">
              <LogoMark className="size-5" /> Headroom
            </div>
            <WorkspaceSwitcher workspaces={me.workspaces} currentId={me.current_workspace_id} />
            <div className="flex-1">
              <NavList admin={me.user.platform_admin} onNavigate={() => setOpen(false)} />
            </div>
            <UserMenu name={me.user.name} email={me.user.email} />
          </div>
        </SheetContent>
      </Sheet>
      <span className="min-w-0 flex-1 truncate font-medium text-sm">{current?.name ?? 'Headroom'}</span>
      {search}
    </header>
  );
}
