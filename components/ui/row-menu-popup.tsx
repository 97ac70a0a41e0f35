'use client';

import { Ellipsis, type LucideIcon } from 'lucide-react';
import { Fragment } from 'react';
import { Button } from './button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from './dropdown-menu';

export interface RowMenuItem {
  /** The verb with its object: "Edit model". */
  label: string;
  icon: LucideIcon;
  onSelect: () => void;
  /** Takes something away for good: in red, below a line. */
  destructive?: boolean;
}

export interface RowMenuProps {
  /** Of what stands in the row. */
  name: string;
  items: readonly RowMenuItem[];
}

/** A row's menu, open from the start; load it through RowMenu. */
export const RowMenuPopup = ({ name, items }: RowMenuProps) => (
  <DropdownMenu defaultOpen>
    <DropdownMenuTrigger
      render={
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    />
    <DropdownMenuContent align="end">
      {items.map(({ label, icon: Icon, onSelect, destructive = false }, index) => (
        <Fragment key={label}>
          {destructive && index > 0 ? <DropdownMenuSeparator /> : null}
          <DropdownMenuItem destructive={destructive} onClick={onSelect}>
            <Icon aria-hidden /> {label}
          </DropdownMenuItem>
        </Fragment>
      ))}
    </DropdownMenuContent>
  </DropdownMenu>
);
