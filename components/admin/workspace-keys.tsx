'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatMoney } from '@/components/format/limit';
import { formatExact } from '@/components/format/number';
import { keysQuery } from '@/components/keys/queries';
import { STATUS_WORDS, shownStatus } from '@/components/keys/status';
import { Pager, usePages } from '@/components/paging/pager';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { KeyView } from '@/lib/keys/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { LoadedRows } from './loaded-rows';

/** The keys of a workspace, to look at. */
export function WorkspaceKeys({ workspace }: { workspace: WorkspaceView }) {
  const keys = useQuery(keysQuery(workspace.id));
  return (
    <Card className="overflow-hidden" aria-busy={keys.isPending}>
      <CardHeader className="border-b px-3">
        <CardTitle>Keys</CardTitle>
        {keys.data && (
          <span className="text-muted-foreground text-xs tabular-nums">{formatExact(keys.data.length)}</span>
        )}
      </CardHeader>
      <LoadedRows
        rows={keys.data}
        query={keys}
        failed="Keys could not be loaded"
        skeletons={4}
        empty={
          <EmptyState icon={KeyRound} title="No keys yet">
            Members of this workspace create them on their keys page.
          </EmptyState>
        }
      >
        {(rows) => <KeyRows keys={rows} workspace={workspace} />}
      </LoadedRows>
    </Card>
  );
}

function KeyRows({ keys, workspace }: { keys: readonly KeyView[]; workspace: WorkspaceView }) {
  const { rows, pager } = usePages(keys, 20);
  return (
    <>
      <Table label="Keys">
        <TableHeader>
          <tr>
            <TableHead sticky>Name</TableHead>
            <TableHead>Status</TableHead>
            <TableHead>Key</TableHead>
            <TableHead>Tier</TableHead>
            <TableHead numeric>RPM</TableHead>
            <TableHead numeric>Budget used</TableHead>
            <TableHead className="max-lg:hidden">Owner</TableHead>
            <TableHead>Last used</TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((key) => {
            const { label, tone } = STATUS_WORDS[shownStatus(key)];
            return (
              <TableRow key={key.id}>
                <TableCell sticky className="max-w-40 truncate font-medium sm:max-w-60" title={key.name}>
                  {key.name}
                </TableCell>
                <TableCell>
                  <Badge tone={tone}>{label}</Badge>
                </TableCell>
                <TableCell className="whitespace-nowrap font-mono text-muted-foreground text-xs">
                  {key.prefix}…{key.last4}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  {key.plan ?? <span className="text-muted-foreground">workspace’s</span>}
                </TableCell>
                <TableCell numeric>
                  {key.rpm === null ? (
                    <span className="text-muted-foreground">plan’s</span>
                  ) : (
                    formatExact(key.rpm)
                  )}
                </TableCell>
                <TableCell numeric className="whitespace-nowrap">
                  <Budget budget={key.budget} currency={workspace.catalog.currency} />
                </TableCell>
                <TableCell className="max-w-48 truncate text-muted-foreground max-lg:hidden">
                  {key.owner.email}
                </TableCell>
                <TableCell className="whitespace-nowrap text-muted-foreground">
                  <RelativeTime at={key.last_used_at} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      <Pager {...pager} noun="keys" />
    </>
  );
}

function Budget({ budget, currency }: { budget: KeyView['budget']; currency: string }) {
  if (!budget) return <span className="text-muted-foreground">none</span>;
  return (
    <>
      {formatMoney(budget.used_micros, currency)}
      <span className="text-muted-foreground"> of {formatMoney(budget.limit_micros, currency)}</span>
    </>
  );
}
