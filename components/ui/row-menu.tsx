'use client';

import { Ellipsis, type LucideIcon } from 'lucide-react';
import { Button } from './button';
import { useFirstUse } from './first-use';

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

/** The menu at a row's end. */
export function RowMenu(props: RowMenuProps) {
  const { Loaded, trigger } = useFirstUse<RowMenuProps>(loadPopup);
  if (Loaded) return <Loaded {...props} />;
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-haspopup="menu"
      aria-label={`Actions for ${props.name}`}
      {...trigger}
    >
      <Ellipsis aria-hidden />
    </Button>
  );
}

const loadPopup = () => import('./row-menu-popup').then((module) => module.RowMenuPopup);
