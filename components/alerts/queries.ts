import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type { AlertEventsView, AlertRuleView, DeliveryView, WebhookView } from '@/lib/alerts/schema';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

const LIVE_MS = 10_000;

const keyOf = (workspaceId: string, ...rest: string[]) => ['workspace', workspaceId, 'alerts', ...rest];

export const rulesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: keyOf(workspaceId, 'rules'),
    queryFn: ({ signal }) => api<Page<AlertRuleView>>(`/workspaces/${workspaceId}/alerts`, { signal }),
  });

export const webhooksQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: keyOf(workspaceId, 'webhooks'),
    queryFn: ({ signal }) => api<Page<WebhookView>>(`/workspaces/${workspaceId}/webhooks`, { signal }),
  });

export const eventsQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(workspaceId, 'events'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<AlertEventsView>(`/workspaces/${workspaceId}/alerts/events`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: LIVE_MS,
  });

/** How many alerts the reader has not seen. */
export const unseenQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: keyOf(workspaceId, 'unseen'),
    queryFn: ({ signal }) =>
      api<AlertEventsView>(`/workspaces/${workspaceId}/alerts/events`, { query: { limit: 1 }, signal }),
    select: ({ unseen }) => unseen,
    refetchInterval: 30_000,
    staleTime: 15_000,
  });

export const deliveriesQuery = (workspaceId: string, status: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(workspaceId, 'deliveries', status),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page<DeliveryView>>(`/workspaces/${workspaceId}/deliveries`, {
        query: { limit: 50, cursor: pageParam, ...(status && { status }) },
        signal,
      }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 4_000,
  });

interface Change {
  method: 'POST' | 'PATCH' | 'DELETE';
  /** Behind `/workspaces/{id}`. */
  path: string;
  body?: object;
}

/** Any change of alerts and webhooks; all of the page is read again, also when it was refused. */
export function useAlertChange<T = unknown>(workspaceId: string) {
  const reread = useReread();
  return useChange({
    mutationFn: ({ path, ...rest }: Change) => api<T>(`/workspaces/${workspaceId}${path}`, rest),
    onSettled: () => reread(keyOf(workspaceId)),
  });
}
