'use client';

import { Checkbox as CheckboxPrimitive } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Checkbox({ className, ...props }: ComponentProps<typeof CheckboxPrimitive.Root>) {
  return (
    <CheckboxPrimitive.Root
      className={cn(
        // the pseudo-element makes the target 24 px (WCAG 2.5.8) around a 16 px box
        'relative flex size-4 shrink-0 items-center justify-center rounded-sm border border-input bg-background after:absolute after:-inset-1 data-checked:border-primary data-indeterminate:border-primary data-checked:bg-primary data-indeterminate:bg-primary data-disabled:opacity-50 dark:bg-muted/40',
        className as string,
      )}
      {...props}
    >
      <CheckboxPrimitive.Indicator
        className="text-primary-foreground data-unchecked:hidden"
        render={(indicator, state) => (
          <span {...indicator}>
            {state.indeterminate ? (
              <Minus className="size-3" strokeWidth={3} aria-hidden />
            ) : (
              <Check className="size-3" strokeWidth={3} aria-hidden />
            )}
          </span>
        )}
      />
    </CheckboxPrimitive.Root>
  );
}
