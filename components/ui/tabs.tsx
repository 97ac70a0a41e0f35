'use client';

import { Tabs as TabsPrimitive } from '@base-ui/react/tabs';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const Tabs = TabsPrimitive.Root;

export function TabsList({ className, ...props }: ComponentProps<typeof TabsPrimitive.List>) {
  return (
    <TabsPrimitive.List
      className={cn('flex gap-4 overflow-x-auto overflow-y-hidden border-b', className as string)}
      {...props}
    />
  );
}

export function TabsTab({ className, ...props }: ComponentProps<typeof TabsPrimitive.Tab>) {
  return (
    <TabsPrimitive.Tab
      className={cn(
        '-mb-px flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted-foreground text-sm -outline-offset-2 transition-colors hover:text-foreground data-active:border-foreground data-active:font-medium data-active:text-foreground',
        className as string,
      )}
      {...props}
    />
  );
}

export function TabsPanel({ className, ...props }: ComponentProps<typeof TabsPrimitive.Panel>) {
  return <TabsPrimitive.Panel className={cn('pt-4 outline-offset-4', className as string)} {...props} />;
}

/** A row of buttons of which one is chosen, as in "Day · Week · Month": tabs that look like one control. */
export function SegmentedList({ className, ...props }: ComponentProps<typeof TabsPrimitive.List>) {
  return (
    <TabsPrimitive.List
      className={cn('inline-flex h-8 items-center gap-0.5 rounded-md bg-muted p-0.5', className as string)}
      {...props}
    />
  );
}

export function SegmentedTab({ className, ...props }: ComponentProps<typeof TabsPrimitive.Tab>) {
  return (
    <TabsPrimitive.Tab
      className={cn(
        'inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 text-muted-foreground text-xs transition-colors hover:text-foreground data-active:bg-card data-active:font-medium data-active:text-foreground data-active:shadow-control dark:data-active:bg-accent',
        className as string,
      )}
      {...props}
    />
  );
}
