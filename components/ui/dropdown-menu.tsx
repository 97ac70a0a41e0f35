'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { popupClass } from './popup';

export const DropdownMenu = Menu.Root;
export const DropdownMenuTrigger = Menu.Trigger;
export const DropdownMenuGroup = Menu.Group;
export const DropdownMenuRadioGroup = Menu.RadioGroup;

type ContentProps = ComponentProps<typeof Menu.Popup> &
  Pick<ComponentProps<typeof Menu.Positioner>, 'side' | 'align' | 'sideOffset'>;

export function DropdownMenuContent({
  className,
  side,
  align = 'start',
  sideOffset = 4,
  ...props
}: ContentProps) {
  return (
    <Menu.Portal>
      <Menu.Positioner className="z-50 outline-none" side={side} align={align} sideOffset={sideOffset}>
        <Menu.Popup
          className={cn(
            popupClass,
            'max-h-(--available-height) min-w-44 max-w-(--available-width) overflow-y-auto p-1',
            className as string,
          )}
          {...props}
        />
      </Menu.Positioner>
    </Menu.Portal>
  );
}

const itemClass =
  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-accent pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0';

type ItemProps = ComponentProps<typeof Menu.Item> & { destructive?: boolean };

export function DropdownMenuItem({ className, destructive, ...props }: ItemProps) {
  return (
    <Menu.Item
      className={cn(
        itemClass,
        destructive ? 'text-danger' : '[&_svg]:text-muted-foreground',
        className as string,
      )}
      {...props}
    />
  );
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Menu.RadioItem>) {
  return (
    <Menu.RadioItem className={cn(itemClass, className as string)} {...props}>
      <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
      <Menu.RadioItemIndicator>
        <Check aria-hidden />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Menu.GroupLabel>) {
  return (
    <Menu.GroupLabel
      className={cn('px-2 py-1.5 text-muted-foreground text-xs', className as string)}
      {...props}
    />
  );
}

export function DropdownMenuSeparator() {
  return <Menu.Separator className="my-1 h-px bg-border" />;
}
