'use client';

import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { toast } from '@/components/ui/toast';
import type { ListedHoldView } from '@/lib/admission/hold-schema';
import { heldWords } from './held-words';
import { useReleaseHold } from './use-holds';

/** Asks before a running request is ended. */
export function ReleaseDialog({ hold, onClose }: { hold: ListedHoldView; onClose: () => void }) {
  const release = useReleaseHold();
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Release this hold?"
      action="Release hold"
      destructive
      pending={release.isPending}
      onAction={() =>
        release.mutate(hold.id, {
          onSuccess: ({ charged }) => {
            toast.success('The hold is released', {
              description: `Charged: ${heldWords(charged, hold.currency)}.`,
            });
            onClose();
          },
        })
      }
      description={
        <ul className="list-disc space-y-1 pl-4">
          <li>The request is stopped: here at once, on another instance within 10 s.</li>
          <li>It is charged what it last reported: {heldWords(hold.reported, hold.currency)}.</li>
          <li>The rest of what it holds, and its place, are free at once.</li>
        </ul>
      }
    >
      {release.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(release.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
