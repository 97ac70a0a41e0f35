'use client';

import { ChevronsUpDown } from 'lucide-react';
import { useFirstUse } from '@/components/ui/first-use';
import type { MeView } from '@/lib/workspaces/schema';
import { Initial, planWords, shellButtonClass } from './shell-button';
import type { WorkspaceMenuProps } from './workspace-menu';

interface WorkspaceSwitcherProps {
  workspaces: MeView['workspaces'];
  currentId: string | null;
}

/** The workspace that this browser acts in; pressing it lists the others. */
export function WorkspaceSwitcher({ workspaces, currentId }: WorkspaceSwitcherProps) {
  const { Loaded, trigger } = useFirstUse<WorkspaceMenuProps>(loadMenu);
  const current = workspaces.find((w) => w.id === currentId);
  if (!current) return <p className="rail:sr-only px-2 py-2 text-muted-foreground text-sm">No workspace</p>;
  const face = {
    'aria-label': `Workspace ${current.name}. Switch workspace`,
    className: shellButtonClass,
    children: (
      <>
        <Initial name={current.name} />
        <span className="rail:hidden min-w-0 flex-1">
          <span className="block truncate font-medium text-sm">{current.name}</span>
          <span className="block truncate text-muted-foreground text-xs">{planWords(current)}</span>
        </span>
        <ChevronsUpDown className="rail:hidden size-3.5 shrink-0 text-muted-foreground" aria-hidden />
      </>
    ),
  };
  if (Loaded) return <Loaded workspaces={workspaces} currentId={current.id} face={face} />;
  return <button type="button" aria-haspopup="menu" {...face} {...trigger} />;
}

const loadMenu = () => import('./workspace-menu').then((module) => module.WorkspaceMenu);
