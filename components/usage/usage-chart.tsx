'use client';

import { type ReactNode, useMemo } from 'react';
import { ChartContainer } from '@/components/charts/chart-container';
import { type BarModel, prepareBars } from '@/components/charts/prepare-bars';
import { useNarrow } from '@/components/charts/use-narrow';
import type { LimitView } from '@/lib/plans/schema';
import { chartModel, type Measure } from '@/lib/usage/chart-model';
import { GROUP_LABELS, MEASURE_LABELS, unitOf } from './measures';
import { pickGroup } from './prepare-breakdown';
import { prepareLimit } from './prepare-limit';
import type { UsageAnswer } from './use-usage';

interface ModelOptions {
  measure: Measure;
  currency: string;
  /** Show one group alone. */
  only?: string | null;
  /** Limits of the workspace, or of the key that is shown alone. */
  limits?: readonly LimitView[];
}

/** A usage answer as a bar model; null while there is no answer. */
export function useUsageModel(answer: UsageAnswer | undefined, options: ModelOptions): BarModel | null {
  const { measure, currency, only = null, limits } = options;
  const maxTicks = useNarrow() ? 4 : 6;
  return useMemo(() => {
    if (!answer) return null;
    const { asked, zone, nowMs, group } = answer;
    const { interval } = asked;
    const view = only === null ? answer.view : pickGroup(answer.view, only);
    const scope = only !== null && group === 'key' ? 'key' : 'workspace';
    const limit =
      limits && (only === null || scope === 'key') && prepareLimit(limits, measure, interval, zone, scope);
    return prepareBars({
      // The period before is not known by groups.
      model: chartModel(only === null ? view : { ...view, previous: undefined }, {
        measure,
        interval,
        tz: zone,
        nowMs,
      }),
      interval,
      zone,
      nowMs,
      unit: unitOf(measure, currency),
      paint: measure === 'refusals' ? 'refused' : 'series',
      maxTicks,
      ...(limit ? { limit } : {}),
    });
  }, [answer, measure, currency, only, limits, maxTicks]);
}

interface UsageChartProps {
  answer: UsageAnswer | undefined;
  model: BarModel | null;
  measure: Measure;
  only?: string | null;
  height?: string;
  table?: ReactNode;
  empty?: ReactNode;
  actions?: ReactNode;
}

/** The chart of a usage answer, named by what it shows. */
export function UsageChart({ answer, measure, only = null, ...rest }: UsageChartProps) {
  const noun = MEASURE_LABELS[measure];
  const title =
    only !== null
      ? `${noun} of ${answer?.view.groups[only] ?? only}`
      : `${noun} by ${GROUP_LABELS[answer?.group ?? 'key'].toLowerCase()}`;
  return <ChartContainer title={title} {...rest} />;
}
