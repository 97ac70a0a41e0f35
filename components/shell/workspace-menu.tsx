'use client';

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
import { type ButtonFace, Initial, planWords } from './shell-button';

export interface WorkspaceMenuProps {
  workspaces: MeView['workspaces'];
  currentId: string;
  face: ButtonFace;
}

/** The switcher with its menu, open from the start. */
export function WorkspaceMenu({ workspaces, currentId, face }: WorkspaceMenuProps) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger {...face} />
      <DropdownMenuContent className="w-64">
        <DropdownMenuGroup>
          <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={currentId} onValueChange={(id) => chooseWorkspace(String(id))}>
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
