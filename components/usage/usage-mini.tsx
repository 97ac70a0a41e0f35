'use client';

import { errorText } from '@/components/api-client';
import { useLocalZone } from '@/components/clock/use-local-zone';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import type { LimitView } from '@/lib/plans/schema';
import type { Measure } from '@/lib/usage/chart-model';
import type { Group } from './measures';
import type { RangeName } from './range';
import { UsageChart, useUsageModel } from './usage-chart';
import { useUsage } from './use-usage';

interface UsageMiniProps {
  workspaceId: string;
  currency: string;
  measure?: Measure;
  range?: Exclude<RangeName, 'custom'>;
  group?: Group;
  /** One group alone: a key's page passes the key's id. */
  only?: string;
  /** Limits to hold the bars against: the key's own on its page. */
  limits?: readonly LimitView[];
  height?: string;
}

/** The usage chart without its controls, for the overview and a key's page. Refreshes by itself. */
export function UsageMini({
  workspaceId,
  currency,
  measure = 'requests',
  range = '24h',
  group = 'key',
  only,
  limits,
  height = 'h-48',
}: UsageMiniProps) {
  const zone = useLocalZone();
  const usage = useUsage({ workspaceId, zone, group, range, from: null, to: null, interval: 'auto' });
  const model = useUsageModel(usage.data, {
    measure,
    currency,
    ...(only === undefined ? {} : { only }),
    ...(limits ? { limits } : {}),
  });
  if (usage.isError && !usage.data)
    return (
      <ErrorState
        title="Usage could not be loaded"
        {...errorText(usage.error)}
        onRetry={() => usage.refetch()}
      />
    );
  return (
    <UsageChart
      answer={usage.data}
      model={model}
      measure={measure}
      only={only ?? null}
      height={height}
      empty={
        <EmptyState title="No calls in this range" className="h-full justify-center py-4">
          Calls appear here within seconds.
        </EmptyState>
      }
    />
  );
}
