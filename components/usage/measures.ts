import type { Unit } from '@/components/charts/figures';
import type { UsageQuery } from '@/lib/usage/schema';
import type { Measure } from '@/lib/usage/series';

export type Group = NonNullable<UsageQuery['group_by']>;
export type IntervalChoice = UsageQuery['interval'] | 'auto';

export const MEASURE_LABELS: Record<Measure, string> = {
  requests: 'Requests',
  tokens: 'Tokens',
  spend: 'Spend',
  refusals: 'Refusals',
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

export const unitOf = (measure: Measure, currency: string): Unit =>
  measure === 'spend' ? { kind: 'money', currency } : { kind: 'count' };

// Not from the API's schema: its values would bring zod, 31 KB, to a page that validates nothing.
export const GROUPS = Object.keys(GROUP_LABELS) as Group[];
export const INTERVAL_CHOICES = Object.keys(INTERVAL_LABELS) as IntervalChoice[];
