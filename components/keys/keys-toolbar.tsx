'use client';

import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { STATUS_WORDS, STATUSES } from './status';
import type { useKeyFilters } from './use-key-filters';

const OPTIONS = [
  { value: '', label: 'All but revoked' },
  { value: 'all', label: 'All keys' },
  ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value].label })),
] as const;

interface KeysToolbarProps {
  filters: ReturnType<typeof useKeyFilters>[0];
  setFilters: ReturnType<typeof useKeyFilters>[1];
}

export function KeysToolbar({ filters, setFilters }: KeysToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 p-3">
      <SearchInput
        className="min-w-40 flex-1 sm:max-w-72"
        aria-label="Search keys"
        placeholder="Search keys"
        value={filters.q}
        onChange={(event) => setFilters({ q: event.currentTarget.value || null, page: null })}
      />
      <Select
        aria-label="Status"
        options={OPTIONS}
        value={filters.status}
        onValueChange={(status) => setFilters({ status: status || null, page: null })}
        className="w-auto min-w-36"
      />
    </div>
  );
}
