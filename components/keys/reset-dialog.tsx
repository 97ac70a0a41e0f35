'use client';

import { useId, useState } from 'react';
import { api, errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Label } from '@/components/ui/label';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { useChange, useReread } from '@/components/use-change';
import type { KeyView } from '@/lib/keys/schema';
import type { ResetKeyView } from '@/lib/system/schema';

interface ResetDialogProps {
  apiKey: KeyView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks a platform admin before a key's counters begin anew. */
export function ResetDialog({ apiKey, open, onOpenChange }: ResetDialogProps) {
  const reread = useReread();
  const [note, setNote] = useState('');
  const noteId = useId();
  const reset = useChange({
    mutationFn: () =>
      api<ResetKeyView>(`/keys/${apiKey.id}/reset`, {
        method: 'POST',
        body: note.trim() ? { note: note.trim() } : {},
      }),
    onSuccess: () => reread(['key', apiKey.id], ['workspace', apiKey.workspace_id]),
  });
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Reset the counters of ${apiKey.name}?`}
      action="Reset counters"
      pending={reset.isPending}
      onAction={() =>
        reset.mutate(undefined, {
          onSuccess: () => {
            toast.success(`The counters of ${apiKey.name} begin anew`);
            onOpenChange(false);
            setNote('');
          },
        })
      }
      description={
        <ul className="list-disc space-y-1 pl-4">
          <li>Its rates, quotas and budget begin anew on the next request. What runs now stays counted.</li>
          <li>Limits of the member and of the workspace go on as they are.</li>
          <li>The ledger and every total keep what was used. The audit log says who reset what.</li>
        </ul>
      }
    >
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={noteId}>Why (for the audit log, optional)</Label>
        <Textarea
          id={noteId}
          rows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      {reset.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(reset.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
