import type { Unit } from '@/components/charts/figures';
import type { Measure } from '@/lib/usage/chart-model';
import type { UsageQuery } from '@/lib/usage/schema';

export type Group = NonNullable<UsageQuery['group_by']>;
export type IntervalChoice = UsageQuery['interval'] | 'auto';

/** What the usage page shows: amounts, which add up, or how long answers took, which does not. */
export type PageMeasure = Measure | 'latency';

export const MEASURE_LABELS: Record<PageMeasure, string> = {
  requests: 'Requests',
  tokens: 'Tokens',
  spend: 'Spend',
  refusals: 'Refusals',
  latency: 'Latency',
};

export const GROUP_LABELS: Record<Group, string> = {
  key: 'Key',
  model: 'Model',
  resource: 'Resource',
  member: 'Member',
  outcome: 'Outcome',
  limit: 'Limit',
};

export const INTERVAL_LABELS: Record<IntervalChoice, string> = {
  auto: 'Auto',
  minute: 'Minute',
  hour: 'Hour',
  day: 'Day',
};

export function unitOf(measure: PageMeasure, currency: string): Unit {
  if (measure === 'latency') return { kind: 'duration' };
  return measure === 'spend' ? { kind: 'money', currency } : { kind: 'count' };
}

// Not from the API's schema: its values would bring zod, 31 KB, to a page that validates nothing.
export const PAGE_MEASURES = Object.keys(MEASURE_LABELS) as PageMeasure[];
export const GROUPS = Object.keys(GROUP_LABELS) as Group[];
/** Which calls are meant; a refused one has no latency and no outcome but that. */
export const FILTERS = ['key', 'model', 'resource', 'member', 'outcome', 'limit'] as const;
export type Filters = Partial<Record<Group, string | null>>;
export const INTERVAL_CHOICES = Object.keys(INTERVAL_LABELS) as IntervalChoice[];
