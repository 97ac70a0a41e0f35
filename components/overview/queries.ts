import { queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { LIVE_MS } from '@/components/workspaces/queries';
import type { OverviewView } from '@/lib/usage/schema';

export const overviewQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'overview'],
    queryFn: ({ signal }) => api<OverviewView>(`/workspaces/${workspaceId}/overview`, { signal }),
    // while nothing has arrived yet, somebody is waiting for the first request
    refetchInterval: (query) => (query.state.data?.first_request_at === null ? 1_500 : LIVE_MS),
  });
