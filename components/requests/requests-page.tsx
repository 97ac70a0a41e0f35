'use client';

import { ListTree, SearchX } from 'lucide-react';
import Link from 'next/link';
import { errorText } from '@/components/api-client';
import { useLocalZone } from '@/components/clock/use-local-zone';
import { Button, buttonVariants } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { RequestSkeletons } from './request-skeletons';
import { RequestsFoot } from './requests-foot';
import { RequestsTable } from './requests-table';
import { RequestsToolbar } from './requests-toolbar';
import { useRequests } from './use-requests';
import { isFiltered, NO_FILTERS, useRequestsState } from './use-requests-state';

/** The details of a request, which nobody waits for before one is opened. */
const RequestDrawer = onFirstOpen(() => import('./request-drawer').then((module) => module.RequestDrawer));

/** Every request of the workspace, newest first, with filters; one opens to its decision. */
export function RequestsPage({ workspaceId, currency }: { workspaceId: string; currency: string }) {
  const [state, setState] = useRequestsState();
  const zone = useLocalZone();
  const list = useRequests(workspaceId, state, zone);
  const { rows } = list;
  return (
    <Card aria-busy={list.isPending || list.isPlaceholderData}>
      <RequestsToolbar workspaceId={workspaceId} state={state} setState={setState} />
      {list.isError && !rows ? (
        <ErrorState
          title="Requests could not be loaded"
          {...errorText(list.error)}
          onRetry={() => list.refetch()}
        />
      ) : !rows ? (
        <RequestSkeletons />
      ) : rows.length > 0 ? (
        <div className={list.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
          <RequestsTable
            rows={rows}
            currency={currency}
            openId={state.id}
            onOpen={(id) => setState({ id })}
          />
          <RequestsFoot list={list} shown={rows.length} live={state.live} />
        </div>
      ) : isFiltered(state) ? (
        <EmptyState
          icon={SearchX}
          title="No request matches"
          action={
            <Button variant="outline" onClick={() => setState(NO_FILTERS)}>
              Clear filters
            </Button>
          }
        >
          Of refusals the last 100 of each key are listed; all of them are counted under Usage.
        </EmptyState>
      ) : (
        <EmptyState
          icon={ListTree}
          title="Your requests will appear here"
          action={
            <Link href="/keys" className={buttonVariants({ variant: 'outline' })}>
              Go to keys
            </Link>
          }
        >
          Each with its outcome, cost and time, seconds after it ended. Call the API with a key to see the
          first one.
        </EmptyState>
      )}
      <RequestDrawer
        open={state.id !== null}
        workspaceId={workspaceId}
        currency={currency}
        id={state.id}
        onId={(id) => setState({ id })}
        ids={rows?.map((row) => row.id) ?? []}
      />
    </Card>
  );
}
