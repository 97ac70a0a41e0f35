import { Button } from '@/components/ui/button';

interface RequestsFootProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  shown: number;
  live: boolean;
}

/** How many are shown, and the way to older ones. */
export function RequestsFoot({ list, shown, live }: RequestsFootProps) {
  const words = live
    ? 'The newest requests, looked for every 2 s'
    : list.hasNextPage
      ? `The newest ${shown} requests`
      : `All ${shown} requests`;
  return (
    <div className="flex min-h-11 items-center justify-between gap-3 border-t px-3 py-2 text-muted-foreground text-xs">
      <span aria-live={live ? 'off' : 'polite'} className="tabular-nums">
        {words}
      </span>
      {list.hasNextPage && (
        <Button
          variant="outline"
          size="sm"
          pending={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          Load older requests
        </Button>
      )}
    </div>
  );
}
