'use client';

import { Pencil, Power, RotateCw, Send, Trash2 } from 'lucide-react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { DropdownMenuItem, DropdownMenuSeparator } from '@/components/ui/dropdown-menu';
import { RowMenu } from '@/components/ui/row-menu';
import { toast } from '@/components/ui/toast';
import type { WebhookView } from '@/lib/alerts/schema';
import { useAlertChange } from './queries';

interface WebhookActionsProps {
  workspaceId: string;
  webhook: WebhookView;
  onOpen: (what: 'edit' | 'rotate' | 'delete') => void;
}

/** What can be done with a webhook. */
export function WebhookActions({ workspaceId, webhook, onOpen }: WebhookActionsProps) {
  const change = useAlertChange(workspaceId);
  const { id, name, enabled } = webhook;
  const run = (what: Parameters<typeof change.mutate>[0], done: string) =>
    change.mutate(what, {
      onSuccess: () => toast.success(done),
      onError: (error) => toast.error(errorText(error).message),
    });
  return (
    <span className="flex items-center gap-2">
      <Button
        variant="outline"
        size="sm"
        disabled={!enabled}
        pending={change.isPending}
        aria-label={`Send a test to ${name}`}
        onClick={() =>
          run({ method: 'POST', path: `/webhooks/${id}/test` }, 'Test sent: see the delivery log')
        }
      >
        <Send aria-hidden />
        Test
      </Button>
      <RowMenu name={name}>
        <DropdownMenuItem onClick={() => onOpen('edit')}>
          <Pencil aria-hidden /> Edit webhook
        </DropdownMenuItem>
        <DropdownMenuItem onClick={() => onOpen('rotate')}>
          <RotateCw aria-hidden /> Rotate secret
        </DropdownMenuItem>
        <DropdownMenuItem
          onClick={() =>
            run(
              { method: 'PATCH', path: `/webhooks/${id}`, body: { enabled: !enabled } },
              `${name} is ${enabled ? 'off' : 'on'}`,
            )
          }
        >
          <Power aria-hidden /> {enabled ? 'Switch off' : 'Switch on'}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem destructive onClick={() => onOpen('delete')}>
          <Trash2 aria-hidden /> Delete webhook
        </DropdownMenuItem>
      </RowMenu>
    </span>
  );
}
