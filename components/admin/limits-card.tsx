'use client';

import { Pencil, Plus, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { limitName, scopeWords } from '@/components/format/limit';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { onFirstOpen } from '@/components/ui/first-use';
import { ActionsHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { InForceCells, InForceHeader } from './in-force';
import { type LimitRow, limitRows, withoutOverride } from './limit-rows';
import { usePatchWorkspace } from './use-admin';

const LimitDialog = onFirstOpen(() => import('./limit-dialog').then((module) => module.LimitDialog));

const nameOf = ({ limit }: LimitRow) => limitName({ ...limit, resource: limit.resource || null });

/** Every limit of a workspace, the plan's number beside the one in force; custom limits are set here. */
export function LimitsCard({ workspace }: { workspace: WorkspaceView }) {
  const [editing, setEditing] = useState<LimitRow | 'new' | null>(null);
  const [removing, setRemoving] = useState<LimitRow | null>(null);
  const rows = limitRows(workspace.plan, workspace.overrides, workspace.catalog.currency);
  return (
    <Card>
      <CardHeader className="px-3">
        <div>
          <CardTitle>Limits</CardTitle>
          <CardDescription>
            From the plan {workspace.plan.name}, save where a custom limit stands over it.
          </CardDescription>
        </div>
        <Button variant="outline" size="sm" onClick={() => setEditing('new')}>
          <Plus aria-hidden />
          Add custom limit
        </Button>
      </CardHeader>
      <Table label="Limits">
        <InForceHeader what="Limit">
          <TableHead className="max-md:hidden">Note</TableHead>
          <ActionsHead />
        </InForceHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell sticky>
                <span className="block">{nameOf(row)}</span>
                <span className="block text-muted-foreground text-xs">{scopeWords(row.limit.scope)}</span>
              </TableCell>
              <InForceCells plan={row.plan} inForce={row.inForce} custom={row.override !== null} />
              <TableCell className="max-w-64 truncate text-muted-foreground max-md:hidden">
                <span title={row.override?.note}>{row.override?.note ?? ''}</span>
              </TableCell>
              <TableCell className="w-px whitespace-nowrap">
                <span className="flex justify-end gap-1">
                  {row.removable && (
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Remove the custom limit ${nameOf(row).toLowerCase()}`}
                      title="Remove custom limit"
                      onClick={() => setRemoving(row)}
                    >
                      <Undo2 aria-hidden />
                    </Button>
                  )}
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Set ${nameOf(row).toLowerCase()}`}
                    title="Set custom limit"
                    onClick={() => setEditing(row)}
                  >
                    <Pencil aria-hidden />
                  </Button>
                </span>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {editing && (
        <LimitDialog
          open
          workspace={workspace}
          limit={editing === 'new' ? null : (editing.override ?? editing.limit)}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveLimit workspace={workspace} row={removing} onClose={() => setRemoving(null)} />}
    </Card>
  );
}

interface RemoveLimitProps {
  workspace: WorkspaceView;
  row: LimitRow;
  onClose: () => void;
}

function RemoveLimit({ workspace, row, onClose }: RemoveLimitProps) {
  const patch = usePatchWorkspace(workspace.id);
  const name = nameOf(row).toLowerCase();
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove the custom limit ${name}?`}
      description={
        row.plan === null
          ? `${workspace.plan.name} has no such limit: from the next request on nothing is refused by it.`
          : `The plan's own number is in force from the next request on: ${row.plan} instead of ${row.inForce}. What was used stays counted.`
      }
      action="Remove custom limit"
      pending={patch.isPending}
      onAction={() =>
        patch.mutate(
          { overrides: withoutOverride(workspace.overrides, row.id) },
          {
            onSuccess: () => {
              toast.success('Custom limit removed', { description: 'In force on the next request.' });
              onClose();
            },
          },
        )
      }
    >
      {patch.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(patch.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
