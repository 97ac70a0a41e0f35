'use client';

import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { SIZES, sizeWords } from '@/components/plan-editor/sizes-form';
import { Button } from '@/components/ui/button';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { onFirstOpen } from '@/components/ui/first-use';
import { Table, TableBody, TableCell, TableRow } from '@/components/ui/table';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { InForceCells, InForceHeader } from './in-force';

const SizesDialog = onFirstOpen(() => import('./sizes-dialog').then((module) => module.SizesDialog));

/** What one upload of a workspace may carry: its plan's sizes beside those in force. */
export function SizesCard({ workspace }: { workspace: WorkspaceView }) {
  const [editing, setEditing] = useState(false);
  const { plan, sizes } = workspace;
  const isCustom = workspace.sizes_set_by === 'workspace';
  return (
    <Card>
      <CardHeader className="px-3">
        <div>
          <CardTitle>Upload sizes</CardTitle>
          <CardDescription>
            {isCustom
              ? 'Agreed with this workspace, in place of what its plan says.'
              : sizes
                ? `From the plan ${plan.name}.`
                : `${plan.name} takes no uploads.`}
          </CardDescription>
        </div>
        <Button variant="outline" size="sm" onClick={() => setEditing(true)}>
          <Pencil aria-hidden />
          Set upload sizes
        </Button>
      </CardHeader>
      {sizes ? (
        <Table label="Upload sizes">
          <InForceHeader what="Size" />
          <TableBody>
            {SIZES.map(({ field, label }) => (
              <TableRow key={field}>
                <TableCell sticky>{label}</TableCell>
                <InForceCells
                  plan={plan.sizes && sizeWords(field, plan.sizes[field])}
                  inForce={sizeWords(field, sizes[field])}
                  custom={plan.sizes?.[field] !== sizes[field]}
                />
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
      {editing ? <SizesDialog open workspace={workspace} onClose={() => setEditing(false)} /> : null}
    </Card>
  );
}
