'use client';

import { Hourglass } from 'lucide-react';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { UpgradeRequestView } from '@/lib/workspaces/upgrades/schema';
import { useWithdrawUpgrade } from './queries';

interface OpenRequestProps {
  request: UpgradeRequestView;
  /** Whether this person may take it back. */
  mayWithdraw: boolean;
}

/** The request that waits for an answer. */
export function OpenRequest({ request, mayWithdraw }: OpenRequestProps) {
  const withdraw = useWithdrawUpgrade(request.workspace.id);
  return (
    <Card className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-3" role="status">
      <div className="flex min-w-0 gap-3">
        <Hourglass className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden />
        <div className="flex min-w-0 flex-col gap-1 text-sm">
          <p>
            <span className="font-medium">{request.to.name} is requested</span> by {request.requested_by.name}
            , <RelativeTime at={request.created_at} />. An administrator will answer here.
          </p>
          {request.note ? (
            <p className="whitespace-pre-line break-words text-muted-foreground">“{request.note}”</p>
          ) : null}
        </div>
      </div>
      {mayWithdraw ? (
        <Button
          variant="outline"
          size="sm"
          pending={withdraw.isPending}
          onClick={() =>
            withdraw.mutate(request.id, {
              onSuccess: () => toast.success('Request withdrawn'),
              onError: (error) =>
                toast.error('The request could not be withdrawn', { description: errorText(error).message }),
            })
          }
        >
          Withdraw request
        </Button>
      ) : null}
    </Card>
  );
}
