'use client';

import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { toast } from '@/components/ui/toast';
import type { DeadLetterView } from '@/lib/system/schema';
import { useDeadLetter } from './use-system';

/** Asks before a dead letter is given up. */
export function DiscardDialog({ letter, onClose }: { letter: DeadLetterView; onClose: () => void }) {
  const discard = useDeadLetter('discard');
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Discard this dead letter?"
      description="What it tells of stays out of the ledger and its totals for good. The audit log keeps its content."
      action="Discard dead letter"
      destructive
      pending={discard.isPending}
      onAction={() =>
        discard.mutate(letter.id, {
          onSuccess: () => {
            toast.success('The dead letter is discarded');
            onClose();
          },
        })
      }
    >
      {discard.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(discard.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
