'use client';

import Link from 'next/link';
import { useNow } from '@/components/clock/use-now';
import { formatDuration } from '@/components/format/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { TableCell, TableRow } from '@/components/ui/table';
import type { ListedHoldView } from '@/lib/admission/hold-schema';
import { heldWords } from './held-words';

interface HoldRowProps {
  hold: ListedHoldView;
  withCaller: boolean;
  onRelease: (() => void) | undefined;
}

export function HoldRow({ hold, withCaller, onRelease }: HoldRowProps) {
  const now = useNow(1000);
  const { id, model, resource, streamed, currency } = hold;
  const leftMs = now === null ? null : Date.parse(hold.lease_ends_at) - now;
  return (
    <TableRow>
      <TableCell sticky className="max-w-44 py-2 sm:max-w-72">
        <div className="truncate font-medium" title={model || resource}>
          {model || resource}
          {streamed && <span className="font-normal text-muted-foreground"> streamed</span>}
        </div>
        <div className="flex items-center gap-1 text-muted-foreground text-xs">
          <span className="truncate font-mono" title={id}>
            {id.slice(0, 8)}…{id.slice(-4)}
          </span>
          <CopyButton value={id} label="request id" />
        </div>
      </TableCell>
      {withCaller && (
        <TableCell className="max-w-44">
          <Link
            href={`/admin/workspaces/${hold.workspace_id}`}
            className="block truncate hover:underline"
            title={hold.workspace_name ?? hold.workspace_id}
          >
            {hold.workspace_name ?? hold.workspace_id.slice(0, 8)}
          </Link>
        </TableCell>
      )}
      {withCaller && (
        <TableCell className="max-w-44 truncate text-muted-foreground">
          {hold.key_id === null ? `${hold.user_name ?? 'a member'}, browser` : (hold.key_name ?? 'a key')}
        </TableCell>
      )}
      <TableCell className="min-w-48 tabular-nums">{heldWords(hold.held, currency)}</TableCell>
      <TableCell className="whitespace-nowrap tabular-nums">
        <time dateTime={hold.admitted_at}>
          {now === null ? '' : formatDuration(Math.max(0, now - Date.parse(hold.admitted_at)))}
        </time>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {leftMs !== null && leftMs < 0 ? (
          <Badge tone="warning">Ended, about to be charged</Badge>
        ) : (
          <span className="text-muted-foreground tabular-nums">
            {leftMs === null ? '' : `${formatDuration(leftMs)} left`}
          </span>
        )}
      </TableCell>
      {onRelease && (
        <TableCell>
          <div className="flex justify-end">
            <Button variant="outline" size="sm" onClick={onRelease}>
              Release<span className="sr-only"> the hold of {model || resource}</span>
            </Button>
          </div>
        </TableCell>
      )}
    </TableRow>
  );
}
