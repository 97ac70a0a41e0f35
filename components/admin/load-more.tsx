import { formatExact } from '@/components/format/number';
import { ListFoot, type ListFootProps } from '@/components/paging/list-foot';

interface LoadMoreProps extends Pick<ListFootProps, 'list'> {
  /** What is listed: "workspaces". */
  noun: string;
  shown: number;
}

/** Says how many of a keyset-paged list are shown, where it is more than one. */
export function LoadMore({ list, noun, shown }: LoadMoreProps) {
  if (shown < 2 && !list.hasNextPage) return null;
  return (
    <ListFoot list={list} more={`Load more ${noun}`}>
      {list.hasNextPage ? 'The first' : 'All'} {formatExact(shown)} {noun}
    </ListFoot>
  );
}
