'use client';

import { RefreshCw } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useDeferredValue, useState } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { useCatalogs } from '@/components/admin/use-admin';
import { Button } from '@/components/ui/button';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchInput } from '@/components/ui/search-input';
import { ActionsHead, Table, TableBody, TableHead, TableHeader } from '@/components/ui/table';
import type { WorkspaceDriftView } from '@/lib/system/schema';
import { DriftRow } from './drift-row';
import { RepairDialog } from './repair-dialog';
import { useDrift } from './use-system';

/** Every workspace's counters beside the ledger, with what differs and a way to put it right. */
export function DriftCard() {
  const [q, setQ] = useQueryState('q', parseAsString.withDefault('').withOptions({ clearOnDefault: true }));
  const drift = useDrift(useDeferredValue(q.trim()));
  const catalogs = useCatalogs().data?.data ?? [];
  const [asked, setAsked] = useState<WorkspaceDriftView | null>(null);
  const currencyOf = (catalog: string) => catalogs.find(({ id }) => id === catalog)?.currency ?? null;
  return (
    <Card aria-busy={drift.isFetching}>
      <CardHeader className="border-b px-3">
        <div>
          <CardTitle>Counters against the ledger</CardTitle>
          <CardDescription className="text-xs">
            What the store counts beside what the ledger and the open requests say, as of one instant.
          </CardDescription>
        </div>
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
          <SearchInput
            className="w-56 max-sm:flex-1"
            aria-label="Search compared workspaces"
            placeholder="Workspace"
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <Button
            variant="outline"
            pending={drift.isFetching && !drift.isPending && !drift.isFetchingNextPage}
            disabled={drift.isPending}
            onClick={() => drift.refetch()}
          >
            <RefreshCw aria-hidden /> Compare again
          </Button>
        </div>
      </CardHeader>
      <LoadedRows
        rows={drift.rows}
        query={drift}
        failed="Counters could not be compared"
        skeletons={4}
        empty={
          <EmptyState title={q ? 'No workspace matches' : 'No workspaces yet'} className="py-8">
            {q ? 'Try another name.' : 'Each workspace appears here with its counters.'}
          </EmptyState>
        }
      >
        {(rows) => (
          <>
            <Table label="Counters against the ledger">
              <TableHeader>
                <tr>
                  <TableHead sticky>Workspace</TableHead>
                  <TableHead>Counters</TableHead>
                  <TableHead numeric>Compared</TableHead>
                  <TableHead>At</TableHead>
                  <ActionsHead />
                </tr>
              </TableHeader>
              <TableBody>
                {rows.map((row) => (
                  <DriftRow
                    key={row.workspace.id}
                    row={row}
                    currency={currencyOf(row.workspace.catalog)}
                    onRepair={() => setAsked(row)}
                  />
                ))}
              </TableBody>
            </Table>
            <LoadMore list={drift} noun="workspaces" shown={rows.length} />
          </>
        )}
      </LoadedRows>
      {asked && <RepairDialog row={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}
