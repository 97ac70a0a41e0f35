import type { ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './input';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** A second, quieter line in the list. */
  detail?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  id?: string;
  name?: string;
  disabled?: boolean;
  placeholder?: string;
  className?: string;
  /** Quiet look for toolbars. */
  size?: 'sm' | 'md';
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

/** The look of the closed field, the same before and after its list is loaded. */
export const selectFieldClass = ({ size, className }: { size?: 'sm' | 'md'; className?: string }): string =>
  cn(
    controlClass,
    'flex cursor-default items-center justify-between gap-2 whitespace-nowrap px-2.5 text-left hover:bg-muted',
    size === 'sm' ? 'h-7 text-xs pointer-coarse:h-9' : 'h-8 pointer-coarse:h-10',
    className,
  );
