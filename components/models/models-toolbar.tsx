'use client';

import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import type { UpstreamView } from '@/lib/models/schema';
import { MODEL_RESOURCES } from '@/lib/plans/resources';
import type { CatalogView } from '@/lib/plans/schema';
import { NO_FILTER, useModelFilter } from './use-model-filter';
import { RESOURCE_WORDS } from './words';

interface ModelsToolbarProps {
  catalogs: readonly CatalogView[];
  upstreams: readonly UpstreamView[];
}

/** Narrows the list of models; what is chosen stands in the address. */
export function ModelsToolbar({ catalogs, upstreams }: ModelsToolbarProps) {
  const { filter, setFilter, isFiltered } = useModelFilter();
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchInput
        className="w-full sm:w-60"
        aria-label="Search models"
        placeholder="Name, here or upstream"
        value={filter.q}
        onChange={(event) => setFilter({ q: event.target.value })}
      />
      <Select
        aria-label="Catalog"
        className="w-36 max-sm:w-[calc(50%-4px)]"
        value={filter.catalog}
        onValueChange={(catalog) => setFilter({ catalog })}
        options={[
          { value: '', label: 'All catalogs' },
          ...catalogs.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        aria-label="For"
        className="w-36 max-sm:w-[calc(50%-4px)]"
        value={filter.resource}
        onValueChange={(resource) => setFilter({ resource })}
        options={[
          { value: '', label: 'Any use' },
          ...MODEL_RESOURCES.map((value) => ({ value, label: RESOURCE_WORDS[value] })),
        ]}
      />
      {upstreams.length > 1 && (
        <Select
          aria-label="Upstream"
          className="w-36 max-sm:w-[calc(50%-4px)]"
          value={filter.upstream}
          onValueChange={(upstream) => setFilter({ upstream })}
          options={[
            { value: '', label: 'All upstreams' },
            ...upstreams.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <Select
        aria-label="State"
        className="w-32 max-sm:w-[calc(50%-4px)]"
        value={filter.state}
        onValueChange={(state) => setFilter({ state })}
        options={[
          { value: '', label: 'Any state' },
          { value: 'enabled', label: 'Enabled' },
          { value: 'disabled', label: 'Disabled' },
          { value: 'unlisted', label: 'Unlisted' },
        ]}
      />
      {isFiltered && (
        <Button variant="ghost" onClick={() => setFilter(NO_FILTER)}>
          Clear filters
        </Button>
      )}
    </search>
  );
}
