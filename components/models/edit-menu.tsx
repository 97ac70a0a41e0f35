'use client';

import { Pencil, Power, Trash2 } from 'lucide-react';
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
  <RowMenu
    name={name}
    items={[
      { label: `Edit ${what}`, icon: Pencil, onSelect: onEdit },
      { label: enabled ? `Disable ${what}` : `Enable ${what}`, icon: Power, onSelect: onSwitch },
      { label: `Delete ${what}`, icon: Trash2, onSelect: onDelete, destructive: true },
    ]}
  />
);
