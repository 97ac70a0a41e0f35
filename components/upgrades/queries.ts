import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type { LimitInput } from '@/lib/plans/schema';
import type { UpgradeRequestView, UpgradeStatus } from '@/lib/workspaces/upgrades/schema';

interface Page {
  data: UpgradeRequestView[];
  next_cursor: string | null;
}

const QUEUE_MS = 10_000;

/** Requests of every workspace; the open ones are looked at again while the page is open. */
export function useUpgradeRequests(status: UpgradeStatus) {
  const list = useInfiniteQuery({
    queryKey: ['upgrade-requests', status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<Page>('/upgrade-requests', { query: { status, limit: 50, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: status === 'open' ? QUEUE_MS : false,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

export interface Answer {
  verdict: 'approve' | 'decline';
  note: string;
  overrides?: LimitInput[];
}

/** Approves or declines; whatever comes of it, the queue and the workspace are read again. */
export function useAnswer(request: UpgradeRequestView) {
  const reread = useReread();
  return useChange({
    mutationFn: ({ verdict, note, overrides }: Answer) =>
      api<UpgradeRequestView>(`/upgrade-requests/${request.id}/${verdict}`, {
        method: 'POST',
        body: { note, ...(verdict === 'approve' && overrides ? { overrides } : {}) },
      }),
    onSettled: () => reread(['upgrade-requests'], ['workspace', request.workspace.id], ['audit']),
  });
}
