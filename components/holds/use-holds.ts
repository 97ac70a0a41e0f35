'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import { LIVE_MS } from '@/components/workspaces/queries';
import type { ListedHoldView, ReleasedHoldView } from '@/lib/admission/hold-schema';

interface Page {
  data: ListedHoldView[];
  next_cursor: string | null;
}

const HOLDS_KEY = ['holds'] as const;

/** Running requests and what they hold: of one key, or of the whole installation. */
export function useHolds(of: { workspace?: string; key?: string }) {
  const list = useInfiniteQuery({
    queryKey: [...HOLDS_KEY, of],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page>('/holds', { query: { ...of, limit: 50, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 2 * LIVE_MS,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

/** Ends one, after which whatever shows counters is read again. */
export function useReleaseHold() {
  const reread = useReread();
  return useChange({
    mutationFn: (id: string) => api<ReleasedHoldView>(`/holds/${id}`, { method: 'DELETE' }),
    onSettled: () => reread(HOLDS_KEY, ['key'], ['system']),
  });
}
