'use client';

import { parseAsString, useQueryStates } from 'nuqs';

const text = parseAsString.withDefault('');
const parsers = { q: text, catalog: text, resource: text, upstream: text, state: text };

export const NO_FILTER = { q: '', catalog: '', resource: '', upstream: '', state: '' };

/** What the list of models is narrowed to, kept in the address. */
export function useModelFilter() {
  const [filter, setFilter] = useQueryStates(parsers, { clearOnDefault: true });
  return { filter, setFilter, isFiltered: Object.values(filter).some((value) => value !== '') };
}
