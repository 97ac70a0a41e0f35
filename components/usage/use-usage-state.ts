'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { GROUPS, INTERVAL_CHOICES, PAGE_MEASURES } from './measures';
import { RANGES } from './range';

const parsers = {
  range: parseAsStringLiteral(RANGES).withDefault('24h'),
  from: parseAsString,
  to: parseAsString,
  interval: parseAsStringLiteral(INTERVAL_CHOICES).withDefault('auto'),
  group: parseAsStringLiteral(GROUPS).withDefault('key'),
  measure: parseAsStringLiteral(PAGE_MEASURES).withDefault('requests'),
  zone: parseAsStringLiteral(['local', 'utc'] as const).withDefault('local'),
  /** One group's id: the chart shows it alone. */
  only: parseAsString,
  compare: parseAsBoolean.withDefault(true),
  // Filters: one key, one model, … for the whole page.
  key: parseAsString,
  model: parseAsString,
  resource: parseAsString,
  member: parseAsString,
  outcome: parseAsString,
  limit: parseAsString,
};

/** Everything the usage page shows is in its URL, so that a link shows the same. */
export const useUsageState = () => useQueryStates(parsers, { history: 'replace', clearOnDefault: true });

export type UsageState = ReturnType<typeof useUsageState>[0];
export type SetUsageState = ReturnType<typeof useUsageState>[1];
