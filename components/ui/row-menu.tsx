'use client';

import { Ellipsis } from 'lucide-react';
import { Button } from './button';
import { useFirstUse } from './first-use';
import type { RowMenuProps } from './row-menu-popup';

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
