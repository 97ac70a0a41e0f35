import { formatExact } from '@/components/format/number';
import { ListFoot, type ListFootProps } from '@/components/paging/list-foot';

interface RequestsFootProps extends Pick<ListFootProps, 'list'> {
  shown: number;
  live: boolean;
}

/** How many are shown, and the way to older ones. */
export const RequestsFoot = ({ list, shown, live }: RequestsFootProps) => (
  <ListFoot list={list} more="Load older requests" live={live}>
    {live
      ? 'The newest requests, looked for every 2 s'
      : `${list.hasNextPage ? 'The newest' : 'All'} ${formatExact(shown)} requests`}
  </ListFoot>
);
