import { Button } from '@/components/ui/button';

interface LoadMoreProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** What is listed: "workspaces". */
  noun: string;
  shown: number;
}

/** The foot of a keyset-paged list: how many are shown, and a button for the next ones. */
export function LoadMore({ list, noun, shown }: LoadMoreProps) {
  if (shown < 2 && !list.hasNextPage) return null;
  return (
    <div className="flex items-center justify-between gap-3 border-t px-3 py-2 text-muted-foreground text-xs">
      <span aria-live="polite" className="tabular-nums">
        {list.hasNextPage ? `The first ${shown} ${noun}` : `All ${shown} ${noun}`}
      </span>
      {list.hasNextPage && (
        <Button
          variant="outline"
          size="sm"
          pending={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          Load more {noun}
        </Button>
      )}
    </div>
  );
}
