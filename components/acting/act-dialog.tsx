'use client';

import { useState } from 'react';
import { api } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useChange } from '@/components/use-change';
import type { WorkspaceView } from '@/lib/workspaces/schema';

interface ActDialogProps {
  workspace: WorkspaceView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Begins to act in a workspace: this browser sees it as its owner does. */
export function ActDialog({ workspace, open, onOpenChange }: ActDialogProps) {
  const [reason, setReason] = useState('');
  const start = useChange({
    mutationFn: () =>
      api<null>('/acting', {
        method: 'POST',
        body: { workspace_id: workspace.id, ...(reason.trim() && { reason: reason.trim() }) },
      }),
    onSuccess: () => window.location.assign('/'),
  });
  return (
    <FormDialog
      open={open}
      onClose={() => onOpenChange(false)}
      title={`Act in ${workspace.name}`}
      description="For an hour at most, this browser sees the workspace as its owner does."
      action="Act in workspace"
      pending={start.isPending}
      onSubmit={() => start.mutate()}
      error={start.error}
    >
      <ul className="list-disc space-y-1 pl-4 text-muted-foreground text-sm">
        <li>You change nothing unless you allow changes in the bar at the top.</li>
        <li>Beginning, changes and the end are in the audit log, which its owner can read.</li>
        <li>Your admin pages come back when you stop.</li>
      </ul>
      <Field label="Reason" hint="optional" description="Kept in the audit log.">
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
