'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import { workspaceQuery } from '@/components/workspaces/queries';
import type { AuditView } from '@/lib/audit/schema';
import type { CatalogView } from '@/lib/plans/schema';
import type { MemberView, PatchWorkspaceInput, WorkspaceRow, WorkspaceView } from '@/lib/workspaces/schema';

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

type Filter = Record<string, string | undefined>;

/** A keyset-paged list: pages are appended, `fetchNextPage` asks for the one after the last. */
function useKeysetList<T>(key: readonly unknown[], path: string, filter: Filter, limit: number) {
  const list = useInfiniteQuery({
    queryKey: [...key, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page<T>>(path, { query: { ...filter, limit, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

export const useWorkspaceList = (filter: Filter) =>
  useKeysetList<WorkspaceRow>(['workspaces', 'list'], '/workspaces', filter, 50);

export const useAuditList = (filter: Filter, limit = 50) =>
  useKeysetList<AuditView>(['audit'], '/audit', filter, limit);

export const useMembers = (workspaceId: string) =>
  useKeysetList<MemberView>(
    ['workspace', workspaceId, 'members'],
    `/workspaces/${workspaceId}/members`,
    {},
    20,
  );

/** Every catalog with its plans, for filters and for the tier of a workspace. */
export const useCatalogs = () =>
  useQuery({
    queryKey: ['catalogs'],
    queryFn: ({ signal }) => api<Page<CatalogView>>('/catalogs', { signal }),
    staleTime: 60_000,
  });

/** Changes a workspace; answers once the change is in force, then everything about it is read again. */
export function usePatchWorkspace(id: string) {
  const client = useQueryClient();
  const reread = useReread();
  return useChange({
    mutationFn: (body: PatchWorkspaceInput) =>
      api<WorkspaceView>(`/workspaces/${id}`, { method: 'PATCH', body }),
    onSuccess: async (workspace) => {
      client.setQueryData(workspaceQuery(id).queryKey, workspace);
      await reread(workspaceQuery(id).queryKey, ['workspaces'], ['audit']);
    },
  });
}
