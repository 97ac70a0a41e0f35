'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { Button } from './button';
import { cn } from './cn';

interface ErrorStateProps {
  /** What happened: "Keys could not be loaded". */
  title: string;
  /** Why and what to do, as the server said it. */
  message: string;
  requestId?: string | null;
  onRetry?: () => void;
  className?: string;
}

export function ErrorState({ title, message, requestId, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={cn('flex flex-col items-center gap-3 px-6 py-10 text-center', className)}>
      <TriangleAlert className="size-5 text-danger" aria-hidden />
      <div className="flex max-w-md flex-col gap-1">
        <p className="font-medium text-sm">{title}</p>
        <p className="text-pretty text-muted-foreground text-sm">{message}</p>
        {requestId ? (
          <p className="text-muted-foreground text-xs">
            Request <span className="font-mono">{requestId}</span>
          </p>
        ) : null}
      </div>
      {onRetry ? (
        <Button variant="outline" onClick={onRetry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      ) : null}
    </div>
  );
}
