'use client';

import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { FormAlert } from '@/components/ui/form-alert';
import { toast } from '@/components/ui/toast';
import { useAlertChange } from './queries';

interface DeleteDialogProps {
  workspaceId: string;
  path: string;
  title: string;
  description: string;
  action: string;
  /** What the toast says. */
  done: string;
  onClose: () => void;
}

/** Asks before a rule or a webhook goes. */
export function DeleteDialog({
  workspaceId,
  path,
  title,
  description,
  action,
  done,
  onClose,
}: DeleteDialogProps) {
  const remove = useAlertChange(workspaceId);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      destructive
      title={title}
      description={description}
      action={action}
      pending={remove.isPending}
      onAction={() =>
        remove.mutate(
          { method: 'DELETE', path },
          {
            onSuccess: () => {
              toast.success(done);
              onClose();
            },
          },
        )
      }
    >
      <FormAlert>{remove.isError ? errorText(remove.error).message : null}</FormAlert>
    </AlertDialog>
  );
}
