'use client';

import { Ellipsis, Pencil, Power, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';

interface RowMenuProps {
  name: string;
  /** `model` or `upstream` */
  what: string;
  enabled: boolean;
  onEdit: () => void;
  onSwitch: () => void;
  onDelete: () => void;
}

/** What can be done to a row. */
export const RowMenu = ({ name, what, enabled, onEdit, onSwitch, onDelete }: RowMenuProps) => (
  <DropdownMenu>
    <DropdownMenuTrigger
      render={
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    />
    <DropdownMenuContent align="end">
      <DropdownMenuItem onClick={onEdit}>
        <Pencil aria-hidden /> Edit {what}
      </DropdownMenuItem>
      <DropdownMenuItem onClick={onSwitch}>
        <Power aria-hidden /> {enabled ? `Disable ${what}` : `Enable ${what}`}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem destructive onClick={onDelete}>
        <Trash2 aria-hidden /> Delete {what}
      </DropdownMenuItem>
    </DropdownMenuContent>
  </DropdownMenu>
);
