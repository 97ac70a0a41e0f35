import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

interface EmptyStateProps {
  icon?: LucideIcon;
  /** What will appear here. */
  title: string;
  /** How to make it appear. */
  children?: ReactNode;
  /** The one button that does. */
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center gap-3 px-6 py-12 text-center', className)}>
      {Icon ? (
        <span className="flex size-9 items-center justify-center rounded-lg border bg-background text-muted-foreground">
          <Icon className="size-4" aria-hidden />
        </span>
      ) : null}
      <div className="flex max-w-sm flex-col gap-1">
        <p className="font-medium text-sm">{title}</p>
        {children ? <div className="text-pretty text-muted-foreground text-sm">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
