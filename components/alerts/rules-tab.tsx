'use client';

import { useQuery } from '@tanstack/react-query';
import { BellPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { ListCard } from '@/components/admin/list-card';
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
import type { AlertRuleView, WebhookView } from '@/lib/alerts/schema';
import { DeleteDialog } from './delete-dialog';
import { rulesQuery, webhooksQuery } from './queries';
import { EMAIL_WORDS, watchedWords, whenWords } from './words';

const RuleDialog = onFirstOpen(() => import('./rule-dialog').then((module) => module.RuleDialog));

interface RulesTabProps {
  workspaceId: string;
  manages: boolean;
  mail: boolean;
}

/** What is watched, and who is told. */
export function RulesTab({ workspaceId, manages, mail }: RulesTabProps) {
  const list = useQuery(rulesQuery(workspaceId));
  const webhooks = useQuery(webhooksQuery(workspaceId)).data?.data ?? [];
  const [editing, setEditing] = useState<AlertRuleView | 'new' | null>(null);
  const [deleting, setDeleting] = useState<AlertRuleView | null>(null);
  const add = manages ? (
    <Button onClick={() => setEditing('new')}>
      <Plus aria-hidden />
      Add rule
    </Button>
  ) : null;
  return (
    <>
      <ListCard
        title="Rules"
        description={
          manages
            ? 'Limits are looked at every few seconds, apart from the requests they bound.'
            : 'Owners and admins of the workspace change them.'
        }
        action={list.data && list.data.data.length > 0 ? add : null}
        rows={list.data?.data}
        query={list}
        failed="Rules could not be loaded"
        skeletons={2}
        empty={
          <EmptyState icon={BellPlus} title="No rules yet" action={add}>
            Be told when a limit is at 75, 90 or 100 %, or when its pace would use it up.
          </EmptyState>
        }
      >
        {(rows) => (
          <Table label="Rules">
            <TableHeader>
              <tr>
                <TableHead sticky>Name</TableHead>
                <TableHead>Limit</TableHead>
                <TableHead>When</TableHead>
                <TableHead>Told to</TableHead>
                {manages ? <ActionsHead /> : null}
              </tr>
            </TableHeader>
            <TableBody>
              {rows.map((rule) => (
                <TableRow key={rule.id}>
                  <TableCell sticky className="max-w-44 font-medium">
                    <span className="flex items-center gap-2">
                      <span className="truncate">{rule.name}</span>
                      {rule.enabled ? null : <Badge>off</Badge>}
                    </span>
                  </TableCell>
                  <TableCell className="min-w-44">{watchedWords(rule.limit)}</TableCell>
                  <TableCell className="min-w-36">{whenWords(rule)}</TableCell>
                  <TableCell className="min-w-36 text-muted-foreground">{told(rule, webhooks)}</TableCell>
                  {manages ? (
                    <TableCell className="w-px whitespace-nowrap">
                      <span className="flex gap-2">
                        <Button
                          variant="outline"
                          size="sm"
                          aria-label={`Edit ${rule.name}`}
                          onClick={() => setEditing(rule)}
                        >
                          Edit
                        </Button>
                        <Button
                          variant="outline"
                          size="sm"
                          aria-label={`Delete ${rule.name}`}
                          onClick={() => setDeleting(rule)}
                        >
                          Delete
                        </Button>
                      </span>
                    </TableCell>
                  ) : null}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </ListCard>
      {editing ? (
        <RuleDialog
          open
          workspaceId={workspaceId}
          rule={editing === 'new' ? null : editing}
          webhooks={webhooks}
          mail={mail}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {deleting ? (
        <DeleteDialog
          workspaceId={workspaceId}
          path={`/alerts/${deleting.id}`}
          title={`Delete the rule ${deleting.name}?`}
          description="It tells nothing more. What it told stays in the list."
          action="Delete rule"
          done={`${deleting.name} deleted`}
          onClose={() => setDeleting(null)}
        />
      ) : null}
    </>
  );
}

function told(rule: AlertRuleView, webhooks: readonly WebhookView[]): string {
  const names = webhooks.filter(({ id }) => rule.webhook_ids.includes(id)).map(({ name }) => name);
  const mail = rule.email === 'nobody' ? [] : [`${EMAIL_WORDS[rule.email]} by e-mail`];
  return ['This page', ...mail, ...names].join(', ');
}
