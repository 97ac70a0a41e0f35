'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { LatencyView, UsageView } from '@/lib/usage/schema';
import { groupNamesShown } from './limit-words';
import type { Filters, Group } from './measures';
import { type RangeChoice, type ResolvedRange, resolveRange } from './range';

/** What an answer was asked for: the chart is drawn from this, not from what the controls say by now. */
export interface UsageAnswer {
  view: UsageView;
  asked: ResolvedRange;
  zone: string;
  group: Group;
  filters: Filters;
  nowMs: number;
}

export type LatencyAnswer = Omit<UsageAnswer, 'view' | 'filters'> & { view: LatencyView };

export interface UsageAsk extends RangeChoice {
  workspaceId: string;
  zone: string | null;
  group: Group;
  filters?: Filters;
  /** Ask for the period before as well. */
  compare?: boolean;
}

/** The API's query for a range: the same for the chart and for the CSV. */
export const usageQueryOf = (asked: ResolvedRange, zone: string, group: Group, filters: Filters = {}) => ({
  from: new Date(asked.fromMs).toISOString(),
  to: new Date(asked.toMs).toISOString(),
  interval: asked.interval,
  tz: zone,
  group_by: group,
  ...filtersSet(filters),
});

/** The filters that are set: the API takes no empty ones. */
const filtersSet = (filters: Filters): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])));

/** An interval that is still counting moves with every call, however long it is. */
const REFRESH_MS = { minute: 4_000, hour: 4_000, day: 15_000 };

/** Latency of the same calls: never grouped by the limit, which only refusals have. */
export function useLatency({ workspaceId, zone, group, filters = {}, ...choice }: Omit<UsageAsk, 'compare'>) {
  return useQuery<LatencyAnswer>({
    queryKey: ['latency', workspaceId, choice, zone, group, filters],
    enabled: zone !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.asked.live ? 4 * REFRESH_MS[state.data.asked.interval] : false,
    queryFn: async ({ signal }): Promise<LatencyAnswer> => {
      const nowMs = Date.now();
      const inZone = zone ?? 'UTC';
      const asked = resolveRange(choice, nowMs, inZone);
      const { limit: _, ...answered } = filters;
      const grouped = group === 'limit' ? 'key' : group;
      const view = await api<LatencyView>(`/workspaces/${workspaceId}/usage/latency`, {
        query: usageQueryOf(asked, inZone, grouped, answered),
        signal,
      });
      return { view, asked, zone: inZone, group: grouped, nowMs };
    },
  });
}

/** Usage of a workspace; asked again while the range ends now. Waits for the zone. */
export function useUsage({ workspaceId, zone, group, filters = {}, compare, ...choice }: UsageAsk) {
  return useQuery<UsageAnswer>({
    queryKey: ['usage', workspaceId, choice, zone, group, filters, compare],
    enabled: zone !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.asked.live ? REFRESH_MS[state.data.asked.interval] : false),
    queryFn: async ({ signal }): Promise<UsageAnswer> => {
      const nowMs = Date.now();
      const inZone = zone ?? 'UTC';
      const asked = resolveRange(choice, nowMs, inZone);
      const view = await api<UsageView>(`/workspaces/${workspaceId}/usage`, {
        query: {
          ...usageQueryOf(asked, inZone, group, filters),
          compare: compare ? 'previous' : undefined,
        },
        signal,
      });
      view.groups = groupNamesShown(group, view.groups);
      return { view, asked, zone: inZone, group, filters, nowMs };
    },
  });
}
