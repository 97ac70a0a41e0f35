'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { RelativeTime } from '@/components/clock/relative-time';
import { Button } from '@/components/ui/button';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { UpgradeRequestView } from '@/lib/workspaces/upgrades/schema';

interface RequestsTableProps {
  rows: readonly UpgradeRequestView[];
  /** Given for open ones: what is done with a request. */
  onAnswer?: ((request: UpgradeRequestView, verdict: 'approve' | 'decline') => void) | undefined;
}

/** Requests of all workspaces, the answered ones with who answered what. */
export function RequestsTable({ rows, onAnswer }: RequestsTableProps) {
  return (
    <Table label="Upgrade requests">
      <TableHeader>
        <tr>
          <TableHead sticky>Workspace</TableHead>
          <TableHead>Plan</TableHead>
          <TableHead>Requested</TableHead>
          <TableHead className="min-w-56">Note</TableHead>
          <TableHead>{onAnswer ? <span className="sr-only">Actions</span> : 'Answer'}</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((request) => (
          <TableRow key={request.id}>
            <TableCell sticky className="max-w-36 sm:max-w-60">
              <Link
                href={`/admin/workspaces/${request.workspace.id}`}
                className="block truncate font-medium hover:underline"
                title={request.workspace.name}
              >
                {request.workspace.name}
              </Link>
              <span className="block truncate text-muted-foreground text-xs">
                {request.workspace.catalog}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <span className="inline-flex items-center gap-1.5">
                <span className="text-muted-foreground">{request.from.name}</span>
                <ArrowRight className="size-3.5 text-muted-foreground" aria-label="to" />
                {request.to.name}
              </span>
              {onAnswer && request.current.slug !== request.from.slug ? (
                <span className="block text-warning text-xs">is on {request.current.name} now</span>
              ) : null}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={request.created_at} />
              <span className="block text-muted-foreground text-xs">{request.requested_by.email}</span>
            </TableCell>
            <TableCell className="max-w-96">
              <span className="line-clamp-3 break-words text-muted-foreground" title={request.note}>
                {request.note || 'none'}
              </span>
            </TableCell>
            {onAnswer ? (
              <TableCell className="w-px whitespace-nowrap">
                <span className="flex justify-end gap-2">
                  <Button
                    variant="outline"
                    size="sm"
                    aria-label={`Decline the request of ${request.workspace.name}`}
                    onClick={() => onAnswer(request, 'decline')}
                  >
                    Decline
                  </Button>
                  <Button
                    size="sm"
                    aria-label={`Approve the request of ${request.workspace.name}`}
                    onClick={() => onAnswer(request, 'approve')}
                  >
                    Approve
                  </Button>
                </span>
              </TableCell>
            ) : (
              <TableCell className="min-w-40">
                {request.decided_by?.name}
                {request.decided_at ? (
                  <span className="text-muted-foreground text-xs">
                    {' '}
                    <RelativeTime at={request.decided_at} />
                  </span>
                ) : null}
                {request.decision_note ? (
                  <span className="block break-words text-muted-foreground text-xs">
                    “{request.decision_note}”
                  </span>
                ) : null}
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
