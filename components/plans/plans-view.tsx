'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { Skeleton } from '@/components/ui/skeleton';
import { catalogQuery, workspaceQuery } from '@/components/workspaces/queries';
import type { CatalogView, PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { OpenRequest } from './open-request';
import { PlanHistory } from './plan-history';
import { PlanTable } from './plan-table';
import { planTable } from './plan-table-model';
import { upgradesQuery } from './queries';

const RequestDialog = onFirstOpen(() => import('./request-dialog').then((module) => module.RequestDialog));

interface PlansViewProps {
  workspaceId: string;
  catalogId: string;
  userId: string;
}

/** The catalog's plans beside the workspace's own, and the way to another one. */
export function PlansView({ workspaceId, catalogId, userId }: PlansViewProps) {
  const workspace = useQuery(workspaceQuery(workspaceId));
  const catalog = useQuery(catalogQuery(catalogId));
  const requests = useQuery(upgradesQuery(workspaceId));
  const open = requests.data?.data.find((request) => request.status === 'open');
  const role = workspace.data?.role ?? null;
  const error = workspace.error ?? catalog.error;
  return (
    <div className="flex flex-col gap-6">
      {open ? (
        <OpenRequest
          request={open}
          mayWithdraw={open.requested_by.id === userId || role === 'admin' || role === 'owner'}
        />
      ) : null}
      {workspace.data && catalog.data ? (
        <Compare
          workspace={workspace.data}
          catalog={catalog.data}
          requested={open?.to.slug ?? null}
          ready={requests.isSuccess}
        />
      ) : error ? (
        <Card>
          <ErrorState
            title="The plans could not be loaded"
            {...errorText(error)}
            onRetry={() => void Promise.all([workspace.refetch(), catalog.refetch()])}
          />
        </Card>
      ) : (
        <Card aria-busy className="flex flex-col gap-3 p-4">
          {['one', 'two', 'three', 'four', 'five'].map((name) => (
            <Skeleton key={name} className="h-8" />
          ))}
        </Card>
      )}
      <PlanHistory workspaceId={workspaceId} />
    </div>
  );
}

interface CompareProps {
  workspace: WorkspaceView;
  catalog: CatalogView;
  /** The plan that is asked for already. */
  requested: string | null;
  /** Whether it is known what is asked for. */
  ready: boolean;
}

function Compare({ workspace, catalog, requested, ready }: CompareProps) {
  const [wanted, setWanted] = useState<PlanView | null>(null);
  const { plan: current, role, overrides } = workspace;
  const mayRequest = role !== 'viewer';
  const head = (slug: string) => {
    const plan = catalog.plans.find((candidate) => candidate.slug === slug);
    if (!plan) return null;
    if (slug === current.slug) return <Badge tone="accent">Current plan</Badge>;
    if (slug === requested) return <Badge>Requested</Badge>;
    if (!mayRequest) return null;
    return (
      <Button
        size="sm"
        variant={plan.rank > current.rank ? 'primary' : 'outline'}
        disabled={!ready || requested !== null}
        onClick={() => setWanted(plan)}
      >
        Request {plan.name}
      </Button>
    );
  };
  return (
    <>
      <Card>
        <PlanTable
          label={`Plans of ${catalog.name}`}
          plans={catalog.plans}
          rows={planTable(catalog.plans, catalog.currency)}
          marked={current.slug}
          head={head}
        />
        <p className="border-t px-4 py-3 text-muted-foreground text-sm">
          {overrides.length > 0
            ? `${workspace.name} has ${overrides.length} custom ${overrides.length === 1 ? 'limit' : 'limits'} in place of its plan’s. `
            : ''}
          {mayRequest ? '' : 'Your role is viewer: ask a developer, an admin or an owner to request a plan. '}
          {/^https?:/.test(catalog.upgrade_url) ? (
            <>
              More about plans at{' '}
              <a href={catalog.upgrade_url} className="text-link underline underline-offset-2">
                {new URL(catalog.upgrade_url).host}
              </a>
              , or write to{' '}
            </>
          ) : (
            'Questions about plans go to '
          )}
          <a href={`mailto:${catalog.sales_email}`} className="text-link underline underline-offset-2">
            {catalog.sales_email}
          </a>
          .
        </p>
      </Card>
      {wanted ? (
        <RequestDialog open workspace={workspace} plan={wanted} onClose={() => setWanted(null)} />
      ) : null}
    </>
  );
}
