'use client';

import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { toast } from '@/components/ui/toast';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { usePatchWorkspace } from './use-admin';

interface SuspendDialogProps {
  workspace: WorkspaceView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before all traffic of a workspace stops, or starts again. */
export function SuspendDialog({ workspace, open, onOpenChange }: SuspendDialogProps) {
  const patch = usePatchWorkspace(workspace.id);
  const { name, suspended } = workspace;
  const run = () =>
    patch.mutate(
      { suspended: !suspended },
      {
        onSuccess: () => {
          toast.success(suspended ? `${name} is active again` : `${name} is suspended`, {
            description: 'In force on the next request.',
          });
          onOpenChange(false);
        },
      },
    );
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      destructive={!suspended}
      title={suspended ? `Lift the suspension of ${name}?` : `Suspend ${name}?`}
      description={
        suspended ? (
          <p>
            Its keys and sessions work again from the next request on. Limits and counters are as they were.
          </p>
        ) : (
          <ul className="list-disc space-y-1 pl-4">
            <li>
              From the next request on, every call with its keys or sessions is refused with 403{' '}
              <code className="font-mono text-xs">workspace_suspended</code>.
            </li>
            <li>Streams that are running end within 10 seconds and are charged for what was sent.</li>
            <li>Nothing is deleted. Members can still sign in and see their usage.</li>
          </ul>
        )
      }
      action={suspended ? 'Lift suspension' : 'Suspend workspace'}
      pending={patch.isPending}
      onAction={run}
    >
      {patch.isError && (
        <p role="alert" className="text-danger text-sm">
          {errorText(patch.error).message}
        </p>
      )}
    </AlertDialog>
  );
}
