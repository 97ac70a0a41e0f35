'use client';

import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { SORTS } from './filter-keys';
import { STATUSES } from './status';

const PARAMS = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(['', 'all', ...STATUSES] as const).withDefault(''),
  sort: parseAsStringLiteral(SORTS).withDefault('created'),
  desc: parseAsBoolean.withDefault(true),
  page: parseAsInteger.withDefault(1),
};

/** Search, filter, order and page of the keys table; they live in the address. */
export const useKeyFilters = () => useQueryStates(PARAMS, { history: 'replace', throttleMs: 200 });
