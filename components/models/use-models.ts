'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type {
  CreateModelInput,
  CreateUpstreamInput,
  ManagedModelRow,
  ManagedModelView,
  UpdateModelInput,
  UpdateUpstreamInput,
  UpstreamCheckView,
  UpstreamView,
} from '@/lib/models/schema';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** Health and last hour's use go on without us. */
const REFRESH_MS = 30_000;

const MODELS_KEY = ['models'] as const;
const UPSTREAMS_KEY = ['upstreams'] as const;

/** Models of all catalogs, page by page, as the filter narrows them. */
export function useModels(filter: Record<string, string | undefined>) {
  const list = useInfiniteQuery({
    queryKey: [...MODELS_KEY, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page<ManagedModelRow>>('/models', { query: { ...filter, limit: 100, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

export const useUpstreams = () =>
  useQuery({
    queryKey: UPSTREAMS_KEY,
    queryFn: async ({ signal }) => (await api<Page<UpstreamView>>('/upstreams', { signal })).data,
    refetchInterval: REFRESH_MS,
  });

/** A change after which models, upstreams and what others show of them are read again. */
function useModelChange<Input, Result>(change: (input: Input) => Promise<Result>) {
  const reread = useReread();
  return useChange({
    mutationFn: change,
    onSuccess: () => reread(MODELS_KEY, UPSTREAMS_KEY, ['catalogs'], ['audit']),
  });
}

export const useSaveModel = (id: string | null) =>
  useModelChange((body: CreateModelInput | UpdateModelInput) =>
    id === null
      ? api<ManagedModelView>('/models', { method: 'POST', body })
      : api<ManagedModelView>(`/models/${id}`, { method: 'PATCH', body }),
  );

export const useSaveUpstream = (id: string | null) =>
  useModelChange((body: CreateUpstreamInput | UpdateUpstreamInput) =>
    id === null
      ? api<UpstreamView>('/upstreams', { method: 'POST', body })
      : api<UpstreamView>(`/upstreams/${id}`, { method: 'PATCH', body }),
  );

export const useDelete = (path: string) => useModelChange(() => api<null>(path, { method: 'DELETE' }));

/** Asks an upstream whether it answers. */
export const useCheckUpstream = () =>
  useModelChange((id: string) => api<UpstreamCheckView>(`/upstreams/${id}/check`, { method: 'POST' }));
