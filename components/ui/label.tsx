import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Label({ className, ...props }: ComponentProps<'label'>) {
  // biome-ignore lint/a11y/noLabelWithoutControl: htmlFor or a nested control comes from the caller
  return <label className={cn('font-medium text-sm', className)} {...props} />;
}
