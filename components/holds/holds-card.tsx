'use client';

import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ActionsHead, Table, TableBody, TableHead, TableHeader } from '@/components/ui/table';
import type { ListedHoldView } from '@/lib/admission/hold-schema';
import { HoldRow } from './hold-row';
import { ReleaseDialog } from './release-dialog';
import { useHolds } from './use-holds';

interface HoldsCardProps {
  /** Absent: of all workspaces. */
  of?: { workspace: string; key: string };
  /** The reader is a platform admin: what an upstream spends on a released request is billed to nobody. */
  mayRelease: boolean;
}

/** Requests that run now, and what each holds of its limits until it ends. */
export function HoldsCard({ of, mayRelease }: HoldsCardProps) {
  const holds = useHolds(of ?? {});
  const [asked, setAsked] = useState<ListedHoldView | null>(null);
  return (
    <Card aria-busy={holds.isPending}>
      <CardHeader className="border-b px-3">
        <CardTitle>Open holds</CardTitle>
        <CardDescription className="text-xs">
          What running requests hold of their limits until they end.
        </CardDescription>
      </CardHeader>
      <LoadedRows
        rows={holds.rows}
        query={holds}
        failed="Open holds could not be loaded"
        skeletons={2}
        empty={
          of ? (
            <p className="px-3 py-4 text-muted-foreground text-sm">Nothing runs right now.</p>
          ) : (
            <EmptyState icon={Hourglass} title="Nothing runs right now" className="py-8">
              A request appears here while it runs, with what it holds of its limits.
            </EmptyState>
          )
        }
      >
        {(rows) => (
          <>
            <Table label="Open holds">
              <TableHeader>
                <tr>
                  <TableHead sticky>Request</TableHead>
                  {!of && <TableHead>Workspace</TableHead>}
                  {!of && <TableHead>Caller</TableHead>}
                  <TableHead>Holds</TableHead>
                  <TableHead>Runs for</TableHead>
                  <TableHead>Lease</TableHead>
                  {mayRelease && <ActionsHead />}
                </tr>
              </TableHeader>
              <TableBody>
                {rows.map((hold) => (
                  <HoldRow
                    key={hold.id}
                    hold={hold}
                    withCaller={!of}
                    onRelease={mayRelease ? () => setAsked(hold) : undefined}
                  />
                ))}
              </TableBody>
            </Table>
            <LoadMore list={holds} noun="holds" shown={rows.length} />
          </>
        )}
      </LoadedRows>
      {asked && <ReleaseDialog hold={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}
