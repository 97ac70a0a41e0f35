'use client';

import type { ReactNode } from 'react';
import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { toast } from '@/components/ui/toast';
import { useDelete } from './use-models';

interface DeleteDialogProps {
  /** `model` or `upstream` */
  what: string;
  name: string;
  /** Below /api/manage. */
  path: string;
  children: ReactNode;
  onClose: () => void;
}

/** Asks before a model or an upstream is deleted. */
export function DeleteDialog({ what, name, path, children, onClose }: DeleteDialogProps) {
  const remove = useDelete(path);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${name}?`}
      description={children}
      action={`Delete ${what}`}
      pending={remove.isPending}
      onAction={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast.success(`${name} is deleted`);
            onClose();
          },
        })
      }
    >
      {remove.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(remove.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
