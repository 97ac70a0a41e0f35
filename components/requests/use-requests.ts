'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { resolveRange } from '@/components/usage/range';
import type { RequestRow, RequestView } from '@/lib/usage/request-schema';
import type { RequestsState } from './use-requests-state';

interface Page {
  data: RequestRow[];
  next_cursor: string | null;
}

/** How often the newest requests are looked for while the page is live. */
const LIVE_MS = 2_000;
const PAGE_SIZE = 50;

type Asked = Pick<RequestsState, 'range' | 'from' | 'to' | 'outcome' | 'key' | 'model' | 'limit'>;

/** What the API is asked for; a range that ends now is taken at the moment of asking. */
function queryOf({ range, from, to, outcome, key, model, limit }: Asked, zone: string) {
  const filters = {
    outcome: outcome ?? undefined,
    key: key ?? undefined,
    model: model ?? undefined,
    refused_by: limit ?? undefined,
  };
  if (range === 'any') return filters;
  const { fromMs, toMs, live } = resolveRange({ range, from, to, interval: 'minute' }, Date.now(), zone);
  return {
    ...filters,
    from: new Date(fromMs).toISOString(),
    to: live ? undefined : new Date(toMs).toISOString(),
  };
}

/** Requests of a workspace, newest first; `fetchNextPage` appends older ones. Waits for the reader's zone. */
export function useRequests(workspaceId: string, state: RequestsState, zone: string | null) {
  const { range, from, to, outcome, key, model, limit, live } = state;
  const asked: Asked = { range, from, to, outcome, key, model, limit };
  const list = useInfiniteQuery({
    // Live looks are of the newest page alone, so they have a list of their own.
    queryKey: ['requests', workspaceId, asked, zone, live],
    enabled: zone !== null,
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      api<Page>(`/workspaces/${workspaceId}/requests`, {
        query: { ...queryOf(asked, zone ?? 'UTC'), limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => (live ? undefined : (last.next_cursor ?? undefined)),
    refetchInterval: live ? LIVE_MS : false,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

/** One request with its decision; none while no id is asked for. */
export const useRequest = (workspaceId: string, id: string | null) =>
  useQuery({
    queryKey: ['request', workspaceId, id],
    enabled: id !== null,
    queryFn: ({ signal }) => api<RequestView>(`/workspaces/${workspaceId}/requests/${id}`, { signal }),
    staleTime: 60_000,
  });
