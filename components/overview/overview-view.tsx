'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { errorText } from '@/components/api-client';
import { mayEditKeys } from '@/components/keys/may-edit';
import { keysQuery } from '@/components/keys/queries';
import { LimitsLeft } from '@/components/limits/limits-left';
import { PageHeader } from '@/components/shell/page-header';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { UsageMini } from '@/components/usage/usage-mini';
import { workspaceQuery, workspaceQuotaQuery } from '@/components/workspaces/queries';
import { SuspendedNotice } from '@/components/workspaces/suspended-notice';
import { NearLimitKeys } from './near-limit-keys';
import { Onboarding } from './onboarding';
import { overviewQuery } from './queries';
import { TodayTiles, TodayTilesSkeleton } from './today-tiles';

interface OverviewPageViewProps {
  workspaceId: string;
  catalogId: string;
}

/** What is left of everything, and what today has been so far. */
export function OverviewPageView({ workspaceId, catalogId }: OverviewPageViewProps) {
  const workspace = useQuery(workspaceQuery(workspaceId)).data;
  const overview = useQuery(overviewQuery(workspaceId));
  const quota = useQuery(workspaceQuotaQuery(workspaceId));
  const keys = useQuery(keysQuery(workspaceId));
  if (!workspace) return null;
  const onboards = workspace.plan.api_access && mayEditKeys(workspace.role);

  return (
    <>
      <PageHeader title="Overview" description={`${workspace.name} is on the ${workspace.plan.name} plan.`} />
      {workspace.suspended ? <SuspendedNotice /> : null}
      {onboards && overview.data && keys.data ? (
        <Onboarding
          workspace={workspace}
          catalogId={catalogId}
          keys={keys.data}
          firstRequestAt={overview.data.first_request_at}
        />
      ) : null}
      {overview.data ? (
        <TodayTiles overview={overview.data} />
      ) : overview.isError ? (
        <Card>
          <ErrorState
            title="Today’s figures could not be loaded"
            {...errorText(overview.error)}
            onRetry={overview.refetch}
          />
        </Card>
      ) : (
        <TodayTilesSkeleton />
      )}
      <Card>
        <CardHeader className="pt-3">
          <div>
            <CardTitle>What is left</CardTitle>
            <CardDescription>
              The limits of the whole workspace and of you in it. <LinkToKeys /> have their own.
            </CardDescription>
          </div>
        </CardHeader>
        <CardContent className="pt-2">
          <LimitsLeft quota={quota} currency={workspace.catalog.currency} />
        </CardContent>
      </Card>
      {overview.data?.first_request_at ? (
        <Card>
          <CardHeader>
            <CardTitle>Last 24 hours</CardTitle>
            <Link href="/usage" className="rounded-sm text-link text-sm underline-offset-4 hover:underline">
              All usage
            </Link>
          </CardHeader>
          <CardContent>
            <UsageMini workspaceId={workspaceId} currency={workspace.catalog.currency} />
          </CardContent>
        </Card>
      ) : null}
      {keys.data && keys.data.length > 0 ? (
        <NearLimitKeys keys={keys.data} currency={workspace.catalog.currency} />
      ) : null}
    </>
  );
}

const LinkToKeys = () => (
  <Link href="/keys" className="rounded-sm text-link underline underline-offset-4">
    API keys
  </Link>
);
