'use client';

import { Pencil, Power, RotateCw, Send, Trash2 } from 'lucide-react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
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
      <RowMenu
        name={name}
        items={[
          { label: 'Edit webhook', icon: Pencil, onSelect: () => onOpen('edit') },
          { label: 'Rotate secret', icon: RotateCw, onSelect: () => onOpen('rotate') },
          {
            label: enabled ? 'Switch off' : 'Switch on',
            icon: Power,
            onSelect: () =>
              run(
                { method: 'PATCH', path: `/webhooks/${id}`, body: { enabled: !enabled } },
                `${name} is ${enabled ? 'off' : 'on'}`,
              ),
          },
          {
            label: 'Delete webhook',
            icon: Trash2,
            onSelect: () => onOpen('delete'),
            destructive: true,
          },
        ]}
      />
    </span>
  );
}
