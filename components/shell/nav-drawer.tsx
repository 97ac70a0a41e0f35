'use client';

import { Sheet, SheetContent } from '@/components/ui/sheet';
import type { MeView } from '@/lib/workspaces/schema';
import { LogoMark } from './logo';
import { NavList } from './nav-list';
import { UserMenu } from './user-menu';
import { WorkspaceSwitcher } from './workspace-switcher';

interface NavDrawerProps {
  me: MeView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The sidebar of narrow windows. */
export function NavDrawer({ me, open, onOpenChange }: NavDrawerProps) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent side="left" title="Navigation" hideHeader>
        <div className="flex min-h-full flex-col gap-4 p-3">
          <div className="flex h-8 items-center gap-2 px-2 font-semibold text-sm">
            <LogoMark className="size-5" /> Headroom
          </div>
          <WorkspaceSwitcher workspaces={me.workspaces} currentId={me.current_workspace_id} />
          <div className="flex-1">
            <NavList me={me} onNavigate={() => onOpenChange(false)} />
          </div>
          <UserMenu name={me.user.name} email={me.user.email} />
        </div>
      </SheetContent>
    </Sheet>
  );
}
