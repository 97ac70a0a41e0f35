'use client';

import { ChevronsUpDown } from 'lucide-react';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { MeView } from '@/lib/workspaces/schema';
import { chooseWorkspace } from './choose-workspace';

interface WorkspaceSwitcherProps {
  workspaces: MeView['workspaces'];
  currentId: string | null;
}

export function WorkspaceSwitcher({ workspaces, currentId }: WorkspaceSwitcherProps) {
  const current = workspaces.find((w) => w.id === currentId);
  if (!current) return <p className="rail:sr-only px-2 py-2 text-muted-foreground text-sm">No workspace</p>;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Workspace ${current.name}. Switch workspace`}
        className="flex rail:size-8 h-11 w-full items-center rail:justify-center gap-2.5 rounded-md rail:p-0 px-2 text-left outline-offset-0 transition-colors hover:bg-accent/60 data-popup-open:bg-accent"
      >
        <Initial name={current.name} />
        <span className="rail:hidden min-w-0 flex-1">
          <span className="block truncate font-medium text-sm">{current.name}</span>
          <span className="block truncate text-muted-foreground text-xs">{planWords(current)}</span>
        </span>
        <ChevronsUpDown className="rail:hidden size-3.5 shrink-0 text-muted-foreground" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-64">
        <DropdownMenuGroup>
          <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={current.id} onValueChange={(id) => chooseWorkspace(String(id))}>
            {workspaces.map((workspace) => (
              <DropdownMenuRadioItem key={workspace.id} value={workspace.id} closeOnClick>
                <Initial name={workspace.name} />
                <span className="min-w-0 py-0.5">
                  <span className="block truncate">{workspace.name}</span>
                  <span className="block truncate text-muted-foreground text-xs">{planWords(workspace)}</span>
                </span>
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
        </DropdownMenuGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

const planWords = (workspace: MeView['workspaces'][number]): string =>
  `${workspace.plan} · ${workspace.catalog}`;

function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="flex size-6 shrink-0 items-center justify-center rounded-md bg-foreground font-medium text-background text-xs"
    >
      {name.trim().charAt(0).toUpperCase()}
    </span>
  );
}
