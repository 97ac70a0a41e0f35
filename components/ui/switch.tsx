'use client';

import { Switch as SwitchPrimitive } from '@base-ui/react/switch';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Switch({ className, ...props }: ComponentProps<typeof SwitchPrimitive.Root>) {
  return (
    <SwitchPrimitive.Root
      className={cn(
        'relative inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-input p-0.5 transition-colors after:absolute after:-inset-1 data-checked:bg-primary data-disabled:opacity-50',
        className as string,
      )}
      {...props}
    >
      <SwitchPrimitive.Thumb className="size-4 rounded-full bg-primary-foreground shadow-control transition-transform data-checked:translate-x-4" />
    </SwitchPrimitive.Root>
  );
}
