import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

export interface ListFootProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** On the button for the next ones. */
  more: string;
  /** The words change by themselves, so they are not read out. */
  live?: boolean;
  /** How many are shown. */
  children: ReactNode;
}

/** The foot of a keyset-paged list: how many are shown, and a button for the next ones. */
export const ListFoot = ({ list, more, live = false, children }: ListFootProps) => (
  <div className="flex min-h-11 items-center justify-between gap-3 border-t px-3 py-2 text-muted-foreground text-xs">
    <span aria-live={live ? 'off' : 'polite'} className="tabular-nums">
      {children}
    </span>
    {list.hasNextPage && (
      <Button
        variant="outline"
        size="sm"
        pending={list.isFetchingNextPage}
        onClick={() => list.fetchNextPage()}
      >
        {more}
      </Button>
    )}
  </div>
);
