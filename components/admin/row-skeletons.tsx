import { Skeleton } from '@/components/ui/skeleton';

/** The shape of a table on its way: rows of the same height. */
export const RowSkeletons = ({ rows = 8 }: { rows?: number }) => (
  <div aria-hidden className="flex flex-col">
    {Array.from({ length: rows }, (_, index) => (
      <div key={`row ${index + 1}`} className="flex h-10 items-center gap-4 border-b px-3 last:border-b-0">
        <Skeleton className="h-3.5" style={{ width: `${18 + ((index * 7) % 13)}%` }} />
        <Skeleton className="h-3.5 w-16" />
        <Skeleton className="h-3.5 flex-1 max-sm:hidden" />
        <Skeleton className="ml-auto h-3.5 w-12" />
      </div>
    ))}
  </div>
);
