import type { Unit } from '@/components/charts/figures';
import type { GROUPS, UsageQuery } from '@/lib/usage/schema';
import type { Measure } from '@/lib/usage/series';

export type Group = (typeof GROUPS)[number];

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
};

export const INTERVAL_LABELS: Record<UsageQuery['interval'] | 'auto', string> = {
  auto: 'Auto',
  minute: 'Minute',
  hour: 'Hour',
  day: 'Day',
};

export const unitOf = (measure: Measure, currency: string): Unit =>
  measure === 'spend' ? { kind: 'money', currency } : { kind: 'count' };
