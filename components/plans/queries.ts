import { queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type { PlanChangeView, UpgradeRequestView } from '@/lib/workspaces/upgrades/schema';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** While a request is open its answer may come at any time. */
const OPEN_MS = 5_000;

export const upgradesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'upgrades'],
    queryFn: ({ signal }) =>
      api<Page<UpgradeRequestView>>(`/workspaces/${workspaceId}/upgrade-requests`, {
        query: { limit: 100 },
        signal,
      }),
    refetchInterval: (query) =>
      query.state.data?.data.some((request) => request.status === 'open') ? OPEN_MS : false,
  });

export const planChangesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'plan-changes'],
    queryFn: ({ signal }) => api<Page<PlanChangeView>>(`/workspaces/${workspaceId}/plan-changes`, { signal }),
  });

export function useRequestUpgrade(workspaceId: string) {
  const reread = useReread();
  return useChange({
    mutationFn: (body: { plan: string; note: string }) =>
      api<UpgradeRequestView>(`/workspaces/${workspaceId}/upgrade-requests`, { method: 'POST', body }),
    // everything about the workspace: its plan may be another one
    onSettled: () => reread(['workspace', workspaceId]),
  });
}

export function useWithdrawUpgrade(workspaceId: string) {
  const reread = useReread();
  return useChange({
    mutationFn: (id: string) =>
      api<UpgradeRequestView>(`/upgrade-requests/${id}/withdraw`, { method: 'POST', body: {} }),
    // everything about the workspace: its plan may be another one
    onSettled: () => reread(['workspace', workspaceId]),
  });
}
