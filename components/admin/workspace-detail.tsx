'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban, ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { LimitGauge } from '@/components/limits/limit-gauge';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { Skeleton } from '@/components/ui/skeleton';
import { UsageMini } from '@/components/usage/usage-mini';
import { workspaceQuery, workspaceQuotaQuery } from '@/components/workspaces/queries';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { LimitsCard } from './limits-card';
import { RowSkeletons } from './row-skeletons';
import { SizesCard } from './sizes-card';
import { WorkspaceAudit } from './workspace-audit';
import { WorkspaceEnd } from './workspace-end';
import { WorkspaceFacts } from './workspace-facts';
import { WorkspaceKeys } from './workspace-keys';
import { WorkspaceMembers } from './workspace-members';

const SuspendDialog = onFirstOpen(() => import('./suspend-dialog').then((module) => module.SuspendDialog));
const ActDialog = onFirstOpen(() =>
  import('@/components/acting/act-dialog').then((module) => module.ActDialog),
);
const CreditDialog = onFirstOpen(() => import('./workspace-credit').then((module) => module.WorkspaceCredit));
const TierDialog = onFirstOpen(() => import('./tier-dialog').then((module) => module.TierDialog));

/** One workspace as a platform admin sees it: what it may, what it uses, and what can be changed. */
export function WorkspaceDetail({ id }: { id: string }) {
  const { data: workspace, error, refetch } = useQuery(workspaceQuery(id));
  if (workspace) return <Loaded workspace={workspace} />;
  if (error)
    return (
      <Card>
        <ErrorState
          title="The workspace could not be loaded"
          {...errorText(error)}
          onRetry={() => refetch()}
        />
      </Card>
    );
  return (
    <div aria-busy className="flex flex-col gap-6">
      <PageHeader back={<Back />} title={<Skeleton className="h-7 w-56" />} />
      <Card className="h-24" />
      <Card>
        <RowSkeletons />
      </Card>
    </div>
  );
}

const Back = () => (
  <Link
    href="/admin/workspaces"
    className="flex h-6 w-fit items-center gap-1 text-muted-foreground text-xs hover:text-foreground"
  >
    <ChevronLeft aria-hidden className="size-3.5" />
    Workspaces
  </Link>
);

function Loaded({ workspace }: { workspace: WorkspaceView }) {
  const [dialog, setDialog] = useState<'tier' | 'suspend' | 'act' | 'credit' | null>(null);
  const close = () => setDialog(null);
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        back={<Back />}
        title={
          <span className="flex flex-wrap items-center gap-2">
            {workspace.name}
            {workspace.suspended && (
              <Badge tone="danger">
                <Ban aria-hidden />
                Suspended
              </Badge>
            )}
          </span>
        }
        description={`Plan ${workspace.plan.name}, catalog ${workspace.catalog.name}`}
        actions={
          <>
            <Button variant="outline" onClick={() => setDialog('act')}>
              Act in workspace
            </Button>
            <Button variant="outline" onClick={() => setDialog('credit')}>
              Grant credit
            </Button>
            <Button variant="outline" onClick={() => setDialog('suspend')}>
              {workspace.suspended ? 'Lift suspension' : 'Suspend workspace'}
            </Button>
            <Button onClick={() => setDialog('tier')}>Change tier</Button>
          </>
        }
      />
      <WorkspaceFacts workspace={workspace} />
      <QuotaCard workspace={workspace} />
      <LimitsCard workspace={workspace} />
      {workspace.sizes || workspace.plan.sizes ? <SizesCard workspace={workspace} /> : null}
      <Card>
        <CardHeader>
          <CardTitle>Last 7 days</CardTitle>
        </CardHeader>
        <CardContent>
          <UsageMini workspaceId={workspace.id} currency={workspace.catalog.currency} range="7d" />
        </CardContent>
      </Card>
      <WorkspaceKeys workspace={workspace} />
      <WorkspaceMembers workspaceId={workspace.id} />
      <WorkspaceAudit workspaceId={workspace.id} />
      <WorkspaceEnd workspace={workspace} />
      {dialog === 'tier' && <TierDialog workspace={workspace} open onOpenChange={close} />}
      {dialog === 'act' && <ActDialog workspace={workspace} open onOpenChange={close} />}
      {dialog === 'credit' && <CreditDialog workspace={workspace} open onOpenChange={close} />}
      {dialog === 'suspend' && <SuspendDialog workspace={workspace} open onOpenChange={close} />}
    </div>
  );
}

/** The limits that the whole workspace shares, as they stand now. */
function QuotaCard({ workspace }: { workspace: WorkspaceView }) {
  const { data, error, refetch } = useQuery(workspaceQuotaQuery(workspace.id));
  return (
    <Card aria-busy={!data && !error}>
      <CardHeader>
        <CardTitle>Left now</CardTitle>
      </CardHeader>
      <CardContent>
        {data && data.data.length === 0 ? (
          <EmptyState title="No limit is shared by the whole workspace" className="py-6">
            Each key has its own; open a key to see them.
          </EmptyState>
        ) : data ? (
          <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
            {data.data.map((limit) => (
              <LimitGauge key={limit.id} limit={limit} currency={workspace.catalog.currency} at={data.at} />
            ))}
          </div>
        ) : error ? (
          <ErrorState title="Counters could not be read" {...errorText(error)} onRetry={() => refetch()} />
        ) : (
          <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
            {['one', 'two', 'three'].map((name) => (
              <Skeleton key={name} className="h-16" />
            ))}
          </div>
        )}
      </CardContent>
    </Card>
  );
}
