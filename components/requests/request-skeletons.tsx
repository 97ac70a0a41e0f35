import { Skeleton } from '@/components/ui/skeleton';

/** The shape of the table on its way: rows of the same height. */
export const RequestSkeletons = () => (
  <div aria-hidden className="flex flex-col border-t">
    {Array.from({ length: 12 }, (_, i) => (
      <div key={i} className="flex h-10 items-center gap-6 border-b px-3 last:border-b-0">
        <Skeleton className="h-3.5 w-28 shrink-0" />
        <Skeleton className="h-5 w-14 shrink-0" />
        <Skeleton className="h-3.5 max-sm:hidden" style={{ width: `${12 + ((i * 7) % 9)}%` }} />
        <Skeleton className="h-3.5 w-24 max-sm:hidden" />
        <Skeleton className="ml-auto h-3.5 w-14" />
      </div>
    ))}
  </div>
);
