'use client';

import { useQuery } from '@tanstack/react-query';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { UpgradeStatus } from '@/lib/workspaces/upgrades/schema';
import { planHistory } from './plan-history-model';
import { planChangesQuery, upgradesQuery } from './queries';

const TONES: Record<UpgradeStatus, BadgeTone> = {
  open: 'accent',
  approved: 'success',
  declined: 'danger',
  withdrawn: 'neutral',
};

/** The plans a workspace has been on and the requests it made, newest first. */
export function PlanHistory({ workspaceId }: { workspaceId: string }) {
  const requests = useQuery(upgradesQuery(workspaceId));
  const changes = useQuery(planChangesQuery(workspaceId));
  const error = requests.error ?? changes.error;
  const entries = requests.data && changes.data && planHistory(requests.data.data, changes.data.data);
  return (
    <Card aria-busy={!entries && !error}>
      <CardHeader className="border-b">
        <CardTitle>History</CardTitle>
      </CardHeader>
      {error && !entries ? (
        <ErrorState
          title="The history could not be loaded"
          {...errorText(error)}
          onRetry={() => void Promise.all([requests.refetch(), changes.refetch()])}
        />
      ) : !entries ? (
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : entries.length === 0 ? (
        <EmptyState title="Nothing has changed yet" className="py-8">
          Requests for another plan and their answers will be listed here.
        </EmptyState>
      ) : (
        <ol className="divide-y">
          {entries.map((entry) => (
            <li key={entry.id} className="flex flex-col gap-1 px-4 py-3 text-sm">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span>{entry.what}</span>
                {entry.status ? <Badge tone={TONES[entry.status]}>{entry.status}</Badge> : null}
                <span className="text-muted-foreground text-xs">
                  {entry.by}, <RelativeTime at={entry.at} />
                </span>
              </p>
              {entry.notes.map((note) => (
                <p key={note} className="whitespace-pre-line break-words text-muted-foreground">
                  {note}
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
