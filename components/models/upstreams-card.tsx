'use client';

import { Plus, Server } from 'lucide-react';
import { useState } from 'react';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { ActionsHead, Table, TableBody, TableHead, TableHeader } from '@/components/ui/table';
import type { UpstreamView } from '@/lib/models/schema';
import { DeleteDialog } from './delete-dialog';
import { UpstreamRow } from './upstream-row';
import { useUpstreams } from './use-models';

const UpstreamDialog = onFirstOpen(() => import('./upstream-dialog').then((module) => module.UpstreamDialog));

type Open = { kind: 'edit'; upstream: UpstreamView | null } | { kind: 'delete'; upstream: UpstreamView };

/** Where models are called: every upstream, its health, and what can be changed of it. */
export function UpstreamsCard() {
  const upstreams = useUpstreams();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const add = (
    <Button variant="outline" size="sm" onClick={() => setOpen({ kind: 'edit', upstream: null })}>
      <Plus aria-hidden /> Add upstream
    </Button>
  );
  return (
    <Card aria-busy={upstreams.isPending}>
      <CardHeader className="border-b px-3">
        <CardTitle>Upstreams</CardTitle>
        {add}
      </CardHeader>
      <LoadedRows
        rows={upstreams.data}
        query={upstreams}
        failed="Upstreams could not be loaded"
        skeletons={2}
        empty={
          <EmptyState icon={Server} title="No upstreams yet" action={add}>
            An upstream is an OpenAI-compatible API that models are called at. Add one, then its models.
          </EmptyState>
        }
      >
        {(rows) => (
          <Table label="Upstreams">
            <TableHeader>
              <tr>
                <TableHead sticky>Upstream</TableHead>
                <TableHead>Health</TableHead>
                <TableHead numeric>Models</TableHead>
                <TableHead numeric>At a time</TableHead>
                <TableHead>Key</TableHead>
                <ActionsHead />
              </tr>
            </TableHeader>
            <TableBody>
              {rows.map((upstream) => (
                <UpstreamRow
                  key={upstream.id}
                  upstream={upstream}
                  onEdit={() => setOpen({ kind: 'edit', upstream })}
                  onDelete={() => setOpen({ kind: 'delete', upstream })}
                />
              ))}
            </TableBody>
          </Table>
        )}
      </LoadedRows>
      {open?.kind === 'edit' && (
        <UpstreamDialog key={open.upstream?.id ?? 'new'} open upstream={open.upstream} onClose={close} />
      )}
      {open?.kind === 'delete' && (
        <DeleteDialog
          what="upstream"
          name={open.upstream.name}
          path={`/upstreams/${open.upstream.id}`}
          onClose={close}
        >
          <p>Its address and key are deleted for good. An upstream that models are called at stays.</p>
        </DeleteDialog>
      )}
    </Card>
  );
}
