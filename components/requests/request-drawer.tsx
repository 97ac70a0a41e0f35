'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import type { RequestView } from '@/lib/usage/request-schema';
import { KeptLimitRow } from './kept-limit';
import { OUTCOME_WORDS, OutcomeBadge } from './outcome';
import { RequestFacts, RequestTiming } from './request-facts';
import { useRequest } from './use-requests';

interface RequestDrawerProps {
  workspaceId: string;
  currency: string;
  open: boolean;
  /** The request that is shown; null while closed. */
  id: string | null;
  onId: (id: string | null) => void;
  /** The requests listed beside it, newest first: the drawer steps through them. */
  ids: readonly string[];
}

/** One request: what was decided, where every limit stood, how long it took, what it cost. */
export function RequestDrawer({ workspaceId, currency, open, id, onId, ids }: RequestDrawerProps) {
  const request = useRequest(workspaceId, id);
  const place = id === null ? -1 : ids.indexOf(id);
  return (
    <Sheet open={open} onOpenChange={(next) => !next && onId(null)}>
      <SheetContent
        title="Request"
        description={request.data && OUTCOME_WORDS[request.data.outcome].why}
        className="max-w-md"
      >
        <div className="flex items-center justify-between gap-2 border-b px-5 py-2">
          {request.data ? <OutcomeBadge row={request.data} /> : null}
          {request.isPending ? <Skeleton className="h-5 w-20" /> : null}
          <div className="ml-auto flex gap-1">
            <Step label="Newer request" to={ids[place - 1]} known={place !== -1} onId={onId}>
              <ChevronUp aria-hidden />
            </Step>
            <Step label="Older request" to={ids[place + 1]} known={place !== -1} onId={onId}>
              <ChevronDown aria-hidden />
            </Step>
          </div>
        </div>
        {request.isError ? (
          <ErrorState
            title="This request could not be shown"
            {...errorText(request.error)}
            onRetry={() => request.refetch()}
          />
        ) : request.data ? (
          <div className="flex flex-col gap-6 px-5 py-4">
            <RequestFacts request={request.data} currency={currency} />
            <RequestTiming request={request.data} />
            <Limits request={request.data} currency={currency} />
          </div>
        ) : (
          <div aria-busy className="flex flex-col gap-3 px-5 py-4">
            {Array.from({ length: 9 }, (_, i) => (
              <Skeleton key={i} className="h-4" style={{ width: `${60 + ((i * 17) % 35)}%` }} />
            ))}
          </div>
        )}
      </SheetContent>
    </Sheet>
  );
}

interface StepProps {
  label: string;
  to: string | undefined;
  known: boolean;
  onId: (id: string) => void;
  children: React.ReactNode;
}

const Step = ({ label, to, known, onId, children }: StepProps) => (
  <Button
    variant="ghost"
    size="icon-sm"
    aria-label={label}
    title={label}
    disabled={!known || to === undefined}
    onClick={() => to !== undefined && onId(to)}
  >
    {children}
  </Button>
);

function Limits({ request, currency }: { request: RequestView; currency: string }) {
  const { limits } = request;
  return (
    <section aria-label="Limits at the decision">
      <h3 className="font-medium text-sm">Limits at the decision</h3>
      {limits === null || limits.length === 0 ? (
        <p className="pt-1 text-muted-foreground text-sm">
          {limits === null
            ? 'Where the limits stood is kept for the last 200 requests of each key; of this one it is gone.'
            : 'No limit applies to it.'}
        </p>
      ) : (
        <ul>
          {limits.map((limit) => (
            <KeptLimitRow
              key={limit.id}
              limit={limit}
              currency={currency}
              refused={limit.id === request.refused_by}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
