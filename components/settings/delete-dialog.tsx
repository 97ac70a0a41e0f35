'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useOnce } from '@/components/use-once';
import type { OwnWorkspace } from './own-workspace';
import { useSettingsChange } from './queries';

interface DeleteDialogProps {
  open: boolean;
  workspace: Pick<OwnWorkspace, 'id' | 'name'>;
  onClose: () => void;
  onDeleted: () => void;
}

/** Deletes a workspace for good, once its name is typed. */
export function DeleteDialog({ open, workspace, onClose, onDeleted }: DeleteDialogProps) {
  const [typed, setTyped] = useState('');
  const remove = useSettingsChange(['workspaces']);
  const send = useOnce(remove);
  const { id, name } = workspace;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Delete ${name}?`}
      description="This cannot be undone. Export the workspace first if you may need its records."
      action="Delete workspace"
      variant="destructive"
      disabled={typed.trim() !== name}
      pending={remove.isPending}
      error={remove.error}
      autoComplete="off"
      onSubmit={() => {
        if (typed.trim() !== name) return;
        send({ method: 'DELETE', path: `/workspaces/${id}`, body: { name: typed.trim() } }, onDeleted);
      }}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>Every key is refused from the next request on. What runs now ends and is charged.</li>
        <li>Members, keys, invitations, alerts and webhooks go at once, stored files within a minute.</li>
        <li>
          What was used and what it cost stays in the ledger of whoever runs this Headroom, without names or
          content, and so does the audit log.
        </li>
      </ul>
      <Field
        label={
          <>
            Type <span className="font-medium">{name}</span> to confirm
          </>
        }
      >
        <Input value={typed} maxLength={80} onChange={(event) => setTyped(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
