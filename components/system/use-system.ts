'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Page } from '@/components/admin/use-admin';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type { DeadLetterView, RepairView, SystemView, WorkspaceDriftView } from '@/lib/system/schema';

const LOOK_MS = 5_000;

const SYSTEM_KEY = ['system'] as const;
const DRIFT_KEY = [...SYSTEM_KEY, 'drift'] as const;
const LETTERS_KEY = [...SYSTEM_KEY, 'dead-letters'] as const;

export const useSystem = () =>
  useQuery({
    queryKey: [...SYSTEM_KEY, 'overview'],
    queryFn: ({ signal }) => api<SystemView>('/system', { signal }),
    refetchInterval: LOOK_MS,
  });

/** A comparison reads every counter, so it is made when asked for. */
export function useDrift(q: string) {
  const list = useInfiniteQuery({
    queryKey: [...DRIFT_KEY, q],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page<WorkspaceDriftView>>('/system/drift', {
        query: { q: q || undefined, limit: 20, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

export function useRepair() {
  const reread = useReread();
  return useChange({
    mutationFn: (workspaceId: string) =>
      api<RepairView>(`/system/drift/${workspaceId}/repair`, { method: 'POST' }),
    onSettled: () => reread(DRIFT_KEY, ['audit']),
  });
}

export function useDeadLetters() {
  const list = useInfiniteQuery({
    queryKey: LETTERS_KEY,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page<DeadLetterView>>('/system/dead-letters', { query: { limit: 20, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 6 * LOOK_MS,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

/** Replays or discards one; the ledger, and with it everything compared, may have changed. */
export function useDeadLetter(how: 'replay' | 'discard') {
  const reread = useReread();
  return useChange({
    mutationFn: (id: string) =>
      how === 'replay'
        ? api<null>(`/system/dead-letters/${id}/replay`, { method: 'POST' })
        : api<null>(`/system/dead-letters/${id}`, { method: 'DELETE' }),
    onSettled: () => reread(SYSTEM_KEY, ['audit']),
  });
}
