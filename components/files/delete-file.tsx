'use client';

import { errorText } from '@/components/api-client';
import { formatBytes } from '@/components/format/number';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { FormAlert } from '@/components/ui/form-alert';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import type { FileView } from '@/lib/uploads/schema';
import { useDeleteFile } from './use-files';
import { nameOf } from './words';

interface DeleteFileProps {
  open: boolean;
  file: FileView | null;
  workspaceId: string;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a file goes for everybody. */
export function DeleteFile({ open, file, workspaceId, onClose, onDeleted }: DeleteFileProps) {
  const remove = useDeleteFile(workspaceId);
  const once = useOnce(remove);
  const close = () => {
    remove.reset();
    onClose();
  };
  if (!file) return null;
  const name = nameOf(file);
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && !remove.isPending && close()}
      destructive
      title={`Delete ${name}?`}
      description={`It goes for everybody in the workspace and for every program that reads it, and ${formatBytes(file.bytes)} of storage are free again at once. This cannot be undone.`}
      action="Delete file"
      pending={remove.isPending}
      onAction={() =>
        once(file.id, () => {
          toast.success(`${name} deleted`, { description: `${formatBytes(file.bytes)} are free again.` });
          onDeleted();
          close();
        })
      }
    >
      <FormAlert>{remove.isError ? errorText(remove.error).message : null}</FormAlert>
    </AlertDialog>
  );
}
