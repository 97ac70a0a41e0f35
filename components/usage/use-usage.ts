'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api } from '@/components/api-client';
import type { UsageView } from '@/lib/usage/schema';
import type { Group } from './measures';
import { type RangeChoice, type ResolvedRange, resolveRange } from './range';

/** What an answer was asked for: the chart is drawn from this, not from what the controls say by now. */
export interface UsageAnswer {
  view: UsageView;
  asked: ResolvedRange;
  zone: string;
  group: Group;
  nowMs: number;
}

interface UsageAsk extends RangeChoice {
  workspaceId: string;
  zone: string | null;
  group: Group;
}

const noSubscription = () => () => {};

/** The reader's IANA zone; null on the server and in the first render, which must equal it. */
export const useLocalZone = (): string | null =>
  useSyncExternalStore(
    noSubscription,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    () => null,
  );

/** The API's query for a range: the same for the chart and for the CSV. */
export const usageQueryOf = (asked: ResolvedRange, zone: string, group: Group) => ({
  from: new Date(asked.fromMs).toISOString(),
  to: new Date(asked.toMs).toISOString(),
  interval: asked.interval,
  tz: zone,
  group_by: group,
});

/** An interval that is still counting moves with every call, however long it is. */
const REFRESH_MS = { minute: 4_000, hour: 4_000, day: 15_000 };

/** Usage of a workspace; asked again while the range ends now. Waits for the zone. */
export function useUsage({ workspaceId, zone, group, ...choice }: UsageAsk) {
  return useQuery<UsageAnswer>({
    queryKey: ['usage', workspaceId, choice, zone, group],
    enabled: zone !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.asked.live ? REFRESH_MS[state.data.asked.interval] : false),
    queryFn: async ({ signal }): Promise<UsageAnswer> => {
      const nowMs = Date.now();
      const inZone = zone ?? 'UTC';
      const asked = resolveRange(choice, nowMs, inZone);
      const view = await api<UsageView>(`/workspaces/${workspaceId}/usage`, {
        query: usageQueryOf(asked, inZone, group),
        signal,
      });
      return { view, asked, zone: inZone, group, nowMs };
    },
  });
}
