import { queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { CatalogView } from '@/lib/plans/schema';
import type { QuotaView, WorkspaceView } from '@/lib/workspaces/schema';

/** How often open pages look again, in ms; react-query pauses it while the tab is hidden. */
export const LIVE_MS = 4_000;

export const workspaceQuery = (id: string) =>
  queryOptions({
    queryKey: ['workspace', id],
    queryFn: ({ signal }) => api<WorkspaceView>(`/workspaces/${id}`, { signal }),
    staleTime: 30_000,
  });

export const workspaceQuotaQuery = (id: string) =>
  queryOptions({
    queryKey: ['workspace', id, 'quota'],
    queryFn: ({ signal }) => api<QuotaView>(`/workspaces/${id}/quota`, { signal }),
    refetchInterval: LIVE_MS,
  });

export const catalogQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', id],
    queryFn: ({ signal }) => api<CatalogView>(`/catalogs/${id}`, { signal }),
    staleTime: 60_000,
  });
