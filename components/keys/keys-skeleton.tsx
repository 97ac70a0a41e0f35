import { Skeleton } from '@/components/ui/skeleton';

/** The keys table on its way. */
export function KeysSkeleton() {
  return (
    <div aria-busy className="flex flex-col">
      <span className="sr-only">Loading keys</span>
      <div className="flex gap-2 p-3">
        <Skeleton className="h-8 w-72 max-w-full" />
        <Skeleton className="h-8 w-36 max-sm:hidden" />
      </div>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <div key={row} className="flex h-10 items-center gap-6 border-t px-3">
          <Skeleton className="h-3.5 w-36" />
          <Skeleton className="h-3.5 w-28 max-md:hidden" />
          <Skeleton className="h-3.5 w-16" />
          <Skeleton className="h-3.5 flex-1 max-lg:hidden" />
        </div>
      ))}
    </div>
  );
}
