'use client';

import { Check, Minus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked'> & {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  /** Some but not all of what it stands for. */
  indeterminate?: boolean;
};

/** The browser's own checkbox, drawn to fit; its target is 24 px (WCAG 2.5.8) around a 16 px box. */
export function Checkbox({
  className,
  checked,
  indeterminate = false,
  onCheckedChange,
  ...props
}: CheckboxProps) {
  const Mark = indeterminate ? Minus : Check;
  return (
    <span
      className={cn(
        'relative flex size-4 shrink-0 items-center justify-center rounded-sm border border-input bg-background has-checked:border-primary has-indeterminate:border-primary has-checked:bg-primary has-indeterminate:bg-primary has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2 dark:bg-muted/40',
        className,
      )}
    >
      <input
        type="checkbox"
        ref={(input) => {
          if (input) input.indeterminate = indeterminate;
        }}
        checked={checked}
        onChange={(event) => onCheckedChange(event.currentTarget.checked)}
        className="absolute -inset-1 size-6 cursor-pointer opacity-0 disabled:cursor-default"
        {...props}
      />
      {checked || indeterminate ? (
        <Mark className="pointer-events-none size-3 text-primary-foreground" strokeWidth={3} aria-hidden />
      ) : null}
    </span>
  );
}
