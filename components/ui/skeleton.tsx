import type { ComponentProps } from 'react';
import { cn } from './cn';

/** The shape of what is on its way. Hidden from screen readers; the region around it says `aria-busy`. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-accent', className)} {...props} />;
}
