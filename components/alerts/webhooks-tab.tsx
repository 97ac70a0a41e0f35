'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { ListCard } from '@/components/admin/list-card';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { onFirstOpen } from '@/components/ui/first-use';
import {
  ActionsHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { WebhookView } from '@/lib/alerts/schema';
import { DeleteDialog } from './delete-dialog';
import { webhooksQuery } from './queries';
import { WebhookActions } from './webhook-actions';

const WebhookDialog = onFirstOpen(() => import('./webhook-dialog').then((module) => module.WebhookDialog));
const RotateDialog = onFirstOpen(() => import('./rotate-dialog').then((module) => module.RotateDialog));

interface WebhooksTabProps {
  workspaceId: string;
  manages: boolean;
}

interface Open {
  what: 'edit' | 'rotate' | 'delete';
  webhook: WebhookView;
}

/** The programs that are told of alerts. */
export function WebhooksTab({ workspaceId, manages }: WebhooksTabProps) {
  const list = useQuery(webhooksQuery(workspaceId));
  const [creating, setCreating] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const add = manages ? (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Add webhook
    </Button>
  ) : null;
  return (
    <>
      <ListCard
        title="Webhooks"
        description="Each message is signed as Standard Webhooks says, and sent again until your program takes it."
        action={list.data && list.data.data.length > 0 ? add : null}
        rows={list.data?.data}
        query={list}
        failed="Webhooks could not be loaded"
        skeletons={2}
        empty={
          <EmptyState icon={Webhook} title="No webhooks yet" action={add}>
            Give the https address of a program of yours, then choose it in a rule.
          </EmptyState>
        }
      >
        {(rows) => (
          <Table label="Webhooks">
            <TableHeader>
              <tr>
                <TableHead sticky>Name</TableHead>
                <TableHead>Address</TableHead>
                <TableHead>State</TableHead>
                {manages ? <ActionsHead /> : null}
              </tr>
            </TableHeader>
            <TableBody>
              {rows.map((webhook) => (
                <TableRow key={webhook.id}>
                  <TableCell sticky className="max-w-40 truncate font-medium">
                    {webhook.name}
                  </TableCell>
                  <TableCell className="max-w-72 truncate font-mono text-muted-foreground text-xs">
                    {webhook.url}
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    <Badge tone={webhook.enabled ? 'success' : 'neutral'}>
                      {webhook.enabled ? 'on' : 'off'}
                    </Badge>
                    {webhook.previous_until ? (
                      <span className="ml-2 text-muted-foreground text-xs">
                        former secret ends <RelativeTime at={webhook.previous_until} />
                      </span>
                    ) : null}
                  </TableCell>
                  {manages ? (
                    <TableCell className="w-px whitespace-nowrap">
                      <WebhookActions
                        workspaceId={workspaceId}
                        webhook={webhook}
                        onOpen={(what) => setOpen({ what, webhook })}
                      />
                    </TableCell>
                  ) : null}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </ListCard>
      {creating ? (
        <WebhookDialog open workspaceId={workspaceId} webhook={null} onClose={() => setCreating(false)} />
      ) : null}
      {open?.what === 'edit' ? (
        <WebhookDialog open workspaceId={workspaceId} webhook={open.webhook} onClose={close} />
      ) : null}
      {open?.what === 'rotate' ? (
        <RotateDialog open workspaceId={workspaceId} webhook={open.webhook} onClose={close} />
      ) : null}
      {open?.what === 'delete' ? (
        <DeleteDialog
          workspaceId={workspaceId}
          path={`/webhooks/${open.webhook.id}`}
          title={`Delete the webhook ${open.webhook.name}?`}
          description="Its delivery log goes with it, and every rule forgets it."
          action="Delete webhook"
          done={`${open.webhook.name} deleted`}
          onClose={close}
        />
      ) : null}
    </>
  );
}
