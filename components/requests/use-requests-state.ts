'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { RequestOutcome } from '@/lib/usage/request-schema';
import { OUTCOME_WORDS } from './outcome';

const TIMES = ['any', '1h', '24h', '7d', '30d', 'custom'] as const;
export const OUTCOMES = [...(Object.keys(OUTCOME_WORDS) as RequestOutcome[]), 'failed'] as const;

const parsers = {
  range: parseAsStringLiteral(TIMES).withDefault('any'),
  from: parseAsString,
  to: parseAsString,
  outcome: parseAsStringLiteral(OUTCOMES),
  key: parseAsString,
  model: parseAsString,
  limit: parseAsString,
  live: parseAsBoolean.withDefault(false),
  /** The request whose details are open. */
  id: parseAsString,
};

/** Everything the explorer shows is in its URL, so that a link shows the same. */
export const useRequestsState = () => useQueryStates(parsers, { history: 'replace', clearOnDefault: true });

export type RequestsState = ReturnType<typeof useRequestsState>[0];
export type SetRequestsState = ReturnType<typeof useRequestsState>[1];

export const NO_FILTERS = {
  range: null,
  from: null,
  to: null,
  outcome: null,
  key: null,
  model: null,
  limit: null,
};

export const isFiltered = (state: RequestsState): boolean =>
  state.range !== 'any' ||
  [state.outcome, state.key, state.model, state.limit].some((value) => value !== null);
