'use client';

import { errorText } from '@/components/api-client';
import { formatCount } from '@/components/format/number';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { toast } from '@/components/ui/toast';
import type { WorkspaceDriftView } from '@/lib/system/schema';
import { useRepair } from './use-system';

/** Asks before counters are made anew. */
export function RepairDialog({ row, onClose }: { row: WorkspaceDriftView; onClose: () => void }) {
  const repair = useRepair();
  const { workspace, drifted } = row;
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Repair the counters of ${workspace.name}?`}
      action="Repair counters"
      pending={repair.isPending}
      onAction={() =>
        repair.mutate(workspace.id, {
          onSuccess: ({ repaired, after }) => {
            const words = formatCount(repaired.length, 'counter is', 'counters are');
            if (after.drifted.length === 0) toast.success(`${words} repaired`);
            else
              toast.error('Some counters still differ', { description: 'Compare again in a few seconds.' });
            onClose();
          },
        })
      }
      description={
        <ul className="list-disc space-y-1 pl-4">
          <li>
            {formatCount(drifted.length, 'counter is', 'counters are')} made anew from the ledger and the open
            requests.
          </li>
          <li>Calls go on meanwhile; none is lost and none is counted twice.</li>
          <li>Where too little was counted, limits may refuse at once. The audit log keeps both figures.</li>
        </ul>
      }
    >
      {repair.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(repair.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
