'use client';

import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { useCatalogs } from '@/components/admin/use-admin';
import { Button } from '@/components/ui/button';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ActionsHead, Table, TableBody, TableHead, TableHeader } from '@/components/ui/table';
import type { WorkspaceDriftView } from '@/lib/system/schema';
import { DriftRow } from './drift-row';
import { RepairDialog } from './repair-dialog';
import { useDrift } from './use-system';

/** Every workspace's counters beside the ledger, with what differs and a way to put it right. */
export function DriftCard() {
  const drift = useDrift();
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
        <Button
          variant="outline"
          size="sm"
          pending={drift.isFetching && !drift.isPending && !drift.isFetchingNextPage}
          disabled={drift.isPending}
          onClick={() => drift.refetch()}
        >
          <RefreshCw aria-hidden /> Compare again
        </Button>
      </CardHeader>
      <LoadedRows
        rows={drift.rows}
        query={drift}
        failed="Counters could not be compared"
        skeletons={4}
        empty={
          <EmptyState title="No workspaces yet" className="py-8">
            Each workspace appears here with its counters.
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
