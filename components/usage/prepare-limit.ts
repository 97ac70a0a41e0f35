import type { Interval } from '@/components/charts/prepare-time-axis';
import type { LimitView } from '@/lib/plans/schema';
import type { Measure } from '@/lib/usage/chart-model';

const WINDOWS: Record<Interval, RegExp> = {
  minute: /^rolling 60000$/,
  hour: /^rolling 3600000$/,
  day: /^day /,
};

const METRICS: Record<Measure, string | null> = {
  requests: 'requests',
  tokens: 'tokens',
  spend: 'cost',
  refusals: null,
};

/**
 * The limit that bars of this measure and interval can be held against: one of all resources, whose
 * window is as long as a bar, and whose counter is the subject's own. A daily limit is only comparable
 * with days of its own zone.
 */
export function prepareLimit(
  limits: readonly LimitView[],
  measure: Measure,
  interval: Interval,
  zone: string,
  scope: 'key' | 'workspace',
): { value: number; label: string } | undefined {
  const found = limits.find(
    (limit) =>
      limit.metric === METRICS[measure] &&
      limit.scope === scope &&
      limit.resource === null &&
      limit.limit !== null &&
      WINDOWS[interval].test(limit.window) &&
      (interval !== 'day' || limit.window === `day ${zone}`),
  );
  return found?.limit ? { value: found.limit, label: `Limit per ${interval}` } : undefined;
}
