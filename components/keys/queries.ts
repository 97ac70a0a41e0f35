import { queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { LIVE_MS } from '@/components/workspaces/queries';
import type { KeyView } from '@/lib/keys/schema';
import type { QuotaView } from '@/lib/workspaces/schema';

interface KeyPage {
  data: KeyView[];
  next_cursor: string | null;
}

/** Every key of a workspace, revoked ones included: the table searches, sorts and filters them in the browser. */
async function allKeys(workspaceId: string, signal: AbortSignal): Promise<KeyView[]> {
  const keys: KeyView[] = [];
  let cursor: string | undefined;
  do {
    const page: KeyPage = await api(`/workspaces/${workspaceId}/keys`, {
      query: { cursor, limit: 500 },
      signal,
    });
    keys.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return keys;
}

export const keysQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'keys'],
    queryFn: ({ signal }) => allKeys(workspaceId, signal),
    // a workspace of thousands of keys takes many pages: it is looked at less often
    refetchInterval: (query) => ((query.state.data?.length ?? 0) > 500 ? 60_000 : 2 * LIVE_MS),
  });

export const keyQuery = (id: string) =>
  queryOptions({
    queryKey: ['key', id],
    queryFn: ({ signal }) => api<KeyView>(`/keys/${id}`, { signal }),
    refetchInterval: 2 * LIVE_MS,
  });

export const keyQuotaQuery = (id: string) =>
  queryOptions({
    queryKey: ['key', id, 'quota'],
    queryFn: ({ signal }) => api<QuotaView>(`/keys/${id}/quota`, { signal }),
    refetchInterval: LIVE_MS,
  });
