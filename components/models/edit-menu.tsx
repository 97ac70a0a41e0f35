'use client';

import { Pencil, Power, Trash2 } from 'lucide-react';
import { DropdownMenuItem, DropdownMenuSeparator } from '@/components/ui/dropdown-menu';
import { RowMenu } from '@/components/ui/row-menu';

interface EditMenuProps {
  name: string;
  /** `model` or `upstream` */
  what: string;
  enabled: boolean;
  onEdit: () => void;
  onSwitch: () => void;
  onDelete: () => void;
}

/** What can be done to a row. */
export const EditMenu = ({ name, what, enabled, onEdit, onSwitch, onDelete }: EditMenuProps) => (
  <RowMenu name={name}>
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
  </RowMenu>
);
