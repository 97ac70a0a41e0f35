'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonVariants } from '@/components/ui/button';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { onFirstOpen } from '@/components/ui/first-use';
import type { WorkspaceView } from '@/lib/workspaces/schema';

const DeleteDialog = onFirstOpen(() =>
  import('@/components/settings/delete-dialog').then((module) => module.DeleteDialog),
);

/** A workspace's records to take away, and its end. */
export function WorkspaceEnd({ workspace }: { workspace: WorkspaceView }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <Card>
      <CardHeader className="flex-wrap">
        <div>
          <CardTitle>Export or delete</CardTitle>
          <CardDescription>
            The export is what its members may read, as CSV and JSON. Deleting ends its keys at once; the
            ledger stays.
          </CardDescription>
        </div>
        <div className="flex flex-wrap gap-2">
          <a
            className={buttonVariants({ variant: 'outline' })}
            href={`/api/manage/workspaces/${workspace.id}/export`}
            download
          >
            <Download aria-hidden />
            Download export
          </a>
          <Button variant="destructive" onClick={() => setDeleting(true)}>
            Delete workspace
          </Button>
        </div>
      </CardHeader>
      {deleting ? (
        <DeleteDialog
          open
          workspace={workspace}
          onClose={() => setDeleting(false)}
          onDeleted={() => window.location.assign('/admin/workspaces')}
        />
      ) : null}
    </Card>
  );
}
