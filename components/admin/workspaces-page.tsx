'use client';

import { Building2 } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useDeferredValue } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { LoadMore } from './load-more';
import { LoadedRows } from './loaded-rows';
import { useCatalogs, useWorkspaceList } from './use-admin';
import { WorkspacesTable } from './workspaces-table';

const STATES = ['all', 'active', 'suspended'] as const;
const parsers = {
  q: parseAsString.withDefault(''),
  catalog: parseAsString.withDefault(''),
  plan: parseAsString.withDefault(''),
  state: parseAsStringLiteral(STATES).withDefault('all'),
};
const NONE = { q: '', catalog: '', plan: '', state: 'all' } as const;

/** Every workspace of the installation: search, filter, open. */
export function WorkspacesPage() {
  const [filter, setFilter] = useQueryStates(parsers, { clearOnDefault: true });
  const q = useDeferredValue(filter.q.trim());
  const catalogs = useCatalogs().data?.data ?? [];
  const list = useWorkspaceList({
    q: q || undefined,
    catalog: filter.catalog || undefined,
    plan: filter.plan || undefined,
    suspended: filter.state === 'all' ? undefined : String(filter.state === 'suspended'),
  });
  const filtered = q !== '' || filter.catalog !== '' || filter.plan !== '' || filter.state !== 'all';
  const plans = catalogs.find((catalog) => catalog.id === filter.catalog)?.plans ?? [];
  return (
    <div className="flex flex-col gap-4">
      <search className="flex flex-wrap items-center gap-2">
        <SearchInput
          className="w-full sm:w-72"
          aria-label="Search workspaces"
          placeholder="Name, owner’s e-mail or id"
          value={filter.q}
          onChange={(event) => setFilter({ q: event.target.value })}
        />
        <Select
          aria-label="Catalog"
          className="w-40 max-sm:flex-1"
          value={filter.catalog}
          onValueChange={(catalog) => setFilter({ catalog, plan: '' })}
          options={[
            { value: '', label: 'All catalogs' },
            ...catalogs.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Select
          aria-label="Plan"
          className="w-36 max-sm:flex-1"
          disabled={filter.catalog === ''}
          value={filter.plan}
          onValueChange={(plan) => setFilter({ plan })}
          options={[
            { value: '', label: 'All plans' },
            ...plans.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <Select
          aria-label="State"
          className="w-36 max-sm:flex-1"
          value={filter.state}
          onValueChange={(state) => setFilter({ state })}
          options={[
            { value: 'all', label: 'Any state' },
            { value: 'active', label: 'Active' },
            { value: 'suspended', label: 'Suspended' },
          ]}
        />
        {filtered && (
          <Button variant="ghost" onClick={() => setFilter(NONE)}>
            Clear filters
          </Button>
        )}
      </search>
      <Card aria-busy={list.isPending} className="overflow-hidden">
        <LoadedRows
          rows={list.rows}
          query={list}
          failed="Workspaces could not be loaded"
          skeletons={10}
          empty={
            <EmptyState icon={Building2} title={filtered ? 'No workspace matches' : 'No workspaces yet'}>
              {filtered
                ? 'Try another name, e-mail or id, or clear the filters.'
                : 'A workspace is made when somebody signs up.'}
            </EmptyState>
          }
        >
          {(rows) => (
            <>
              <WorkspacesTable rows={rows} />
              <LoadMore list={list} noun="workspaces" shown={rows.length} />
            </>
          )}
        </LoadedRows>
      </Card>
    </div>
  );
}
