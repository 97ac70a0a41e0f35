import type { ComponentProps } from 'react';
import { cn } from './cn';

/** 16 px on touch screens, or iOS zooms into the page on focus. */
export const controlClass =
  'w-full min-w-0 rounded-md border border-input bg-background text-sm text-foreground shadow-control outline-none transition-[border-color,box-shadow] placeholder:text-muted-foreground focus-visible:border-ring focus-visible:ring-3 focus-visible:ring-ring/25 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger aria-invalid:focus-visible:ring-danger/25 pointer-coarse:text-base dark:bg-muted/40';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(controlClass, 'h-8 px-2.5 pointer-coarse:h-10', className)} {...props} />;
}
