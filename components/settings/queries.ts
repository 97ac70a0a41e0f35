import { queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type { SessionView } from '@/lib/auth/account/schema';
import type { TokenView } from '@/lib/auth/token-schema';
import type { InviteView } from '@/lib/workspaces/members/schema';
import type { MemberView } from '@/lib/workspaces/schema';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export const invitesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'invites'],
    queryFn: ({ signal }) => api<Page<InviteView>>(`/workspaces/${workspaceId}/invites`, { signal }),
  });

export const tokensQuery = () =>
  queryOptions({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => api<Page<TokenView>>('/tokens', { signal }),
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => api<Page<SessionView>>('/sessions', { signal }),
  });

export function useMemberList(workspaceId: string) {
  const list = useInfiniteQuery({
    queryKey: ['workspace', workspaceId, 'members', 'all'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page<MemberView>>(`/workspaces/${workspaceId}/members`, {
        query: { limit: 100, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

interface Change {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
}

/** Any change of the settings; what it touches is read again, also when it was refused. */
export function useSettingsChange<T = unknown>(touches: readonly unknown[]) {
  const reread = useReread();
  return useChange({
    mutationFn: ({ path, ...rest }: Change) => api<T>(path, rest),
    onSettled: () => reread(touches),
  });
}
