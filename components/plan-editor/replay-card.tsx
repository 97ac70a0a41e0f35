'use client';

import { History } from 'lucide-react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { type PlanBody, sameBody } from './plan-form';
import type { useReplay } from './queries';
import { ReplayResult } from './replay-result';

interface ReplayCardProps {
  replay: ReturnType<typeof useReplay>;
  /** The plan as it is edited now; null where it cannot be read. */
  body: PlanBody | null;
  currency: string;
  onReplay: () => void;
}

/** Before saving: what the last day's real requests would have met. */
export function ReplayCard({ replay, body, currency, onReplay }: ReplayCardProps) {
  const { data, error, isPending, variables } = replay;
  return (
    <Card aria-busy={isPending}>
      <CardHeader>
        <div className="min-w-0">
          <CardTitle>Replay the last 24 hours</CardTitle>
          <CardDescription>
            The engine decides every request of that time again, under the limits above. Nothing is saved and
            nobody notices.
          </CardDescription>
        </div>
        <Button variant="outline" pending={isPending} onClick={onReplay}>
          <History aria-hidden />
          {data ? 'Replay again' : 'Replay 24 hours'}
        </Button>
      </CardHeader>
      {isPending ? (
        <CardContent className="flex flex-col gap-3">
          <p role="status" className="text-muted-foreground text-sm">
            Deciding again, request by request. A busy day takes up to a minute.
          </p>
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-40" />
        </CardContent>
      ) : error ? (
        <ErrorState title="The replay did not run" {...errorText(error)} onRetry={onReplay} />
      ) : data ? (
        <CardContent>
          <ReplayResult
            view={data}
            currency={currency}
            stale={!body || !variables || !sameBody(body, variables)}
          />
        </CardContent>
      ) : null}
    </Card>
  );
}
