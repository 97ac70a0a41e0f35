import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { FileView } from '@/lib/uploads/schema';

interface Page {
  data: FileView[];
  next_cursor: string | null;
}

const PAGE_SIZE = 50;

/** Files of a workspace, newest first. @param query part of a name, a kind or a description */
export const filesQuery = (workspaceId: string, query: string) =>
  infiniteQueryOptions({
    queryKey: ['files', workspaceId, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page>(`/workspaces/${workspaceId}/files`, {
        query: { query: query || undefined, limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
