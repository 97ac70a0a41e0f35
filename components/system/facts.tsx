import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';

/** Terms with their figures, in two columns. */
export function Facts({
  facts,
  loading,
}: {
  /** `wide` ones need the room of two. */
  facts: readonly (readonly [term: string, value: ReactNode, wide?: 'wide'])[];
  loading: boolean;
}) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-4 sm:grid-cols-3">
      {facts.map(([term, value, wide]) => (
        <div key={term} className={cn('min-w-0', wide && 'col-span-2')}>
          <dt className="text-muted-foreground text-xs">{term}</dt>
          <dd className="wrap-anywhere mt-0.5 text-sm tabular-nums">
            {loading ? <Skeleton className="h-5 w-20" /> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
