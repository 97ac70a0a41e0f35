'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Ban, RotateCcwKey, TimerReset } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { LimitsGridSkeleton } from '@/components/limits/limits-grid';
import { LimitsLeft } from '@/components/limits/limits-left';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { UsageMini } from '@/components/usage/usage-mini';
import { catalogQuery, workspaceQuery } from '@/components/workspaces/queries';
import { KeyFacts } from './key-facts';
import { ResetDialog, RevokeDialog, RotateDialog } from './lazy-dialogs';
import { mayEditKeys } from './may-edit';
import { keyQuery, keyQuotaQuery } from './queries';
import { StatusBadge } from './status-badge';

const HoldsCard = dynamic(() => import('@/components/holds/holds-card').then((module) => module.HoldsCard), {
  loading: () => <Skeleton className="h-32 w-full" />,
});
const EditKeyForm = dynamic(() => import('./edit-key-form').then((module) => module.EditKeyForm), {
  loading: () => <Skeleton className="h-96 w-full max-w-2xl" />,
});

interface KeyViewProps {
  keyId: string;
  workspaceId: string;
  catalogId: string;
  /** The reader is a platform admin. */
  isAdmin: boolean;
}

/** One key: how much is left of its limits, its facts, and its settings. */
export function KeyPageView({ keyId, workspaceId, catalogId, isAdmin }: KeyViewProps) {
  const key = useQuery(keyQuery(keyId));
  const quota = useQuery(keyQuotaQuery(keyId));
  const workspace = useQuery(workspaceQuery(workspaceId));
  const catalog = useQuery(catalogQuery(catalogId));
  const [dialog, setDialog] = useState<'revoke' | 'rotate' | 'reset' | null>(null);
  const close = (open: boolean) => setDialog((now) => (open ? now : null));

  if (key.isError && !key.data)
    return (
      <ErrorState title="This key could not be loaded" {...errorText(key.error)} onRetry={key.refetch} />
    );
  if (!key.data || !workspace.data) return <KeyViewSkeleton />;

  const { currency } = workspace.data.catalog;
  const live = key.data.status !== 'revoked';
  const editable = live && mayEditKeys(workspace.data.role);
  return (
    <>
      <PageHeader
        back={
          <Link
            href="/keys"
            className="inline-flex h-6 w-fit items-center gap-1 rounded-sm text-muted-foreground text-sm hover:text-foreground"
          >
            <ArrowLeft className="size-3.5" aria-hidden /> API keys
          </Link>
        }
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {key.data.name} <StatusBadge value={key.data} />
          </span>
        }
        actions={
          editable ? (
            <>
              <Button variant="outline" onClick={() => setDialog('rotate')}>
                <RotateCcwKey aria-hidden /> Rotate key
              </Button>
              <Button variant="outline" className="text-danger" onClick={() => setDialog('revoke')}>
                <Ban aria-hidden /> Revoke key
              </Button>
            </>
          ) : null
        }
      />
      <KeyFacts apiKey={key.data} workspace={workspace.data} plans={catalog.data?.plans} />
      {live ? (
        <Card>
          <CardHeader>
            <CardTitle>What is left</CardTitle>
            {isAdmin && (
              <Button variant="outline" size="sm" onClick={() => setDialog('reset')}>
                <TimerReset aria-hidden /> Reset counters
              </Button>
            )}
          </CardHeader>
          <CardContent>
            <LimitsLeft quota={quota} currency={currency} of="key" />
          </CardContent>
        </Card>
      ) : null}
      <Card>
        <CardHeader>
          <CardTitle>Last 24 hours</CardTitle>
          <Link
            href={`/usage?key=${keyId}&group=model`}
            className="rounded-sm text-link text-sm underline-offset-4 hover:underline"
          >
            Usage of this key
          </Link>
        </CardHeader>
        <CardContent>
          <UsageMini workspaceId={workspaceId} currency={currency} only={keyId} limits={quota.data?.data} />
        </CardContent>
      </Card>
      <HoldsCard of={{ workspace: workspaceId, key: keyId }} mayRelease={isAdmin} />
      {editable ? (
        <Card className="grid lg:grid-cols-[18rem_1fr]">
          <div className="flex flex-col gap-1 px-4 pt-4">
            <CardTitle>Limits of this key</CardTitle>
            <CardDescription>
              In force on the next request. What was used so far stays counted.
            </CardDescription>
          </div>
          <CardContent className="pt-4">
            <EditKeyForm
              key={key.data.id}
              apiKey={key.data}
              workspace={workspace.data}
              plans={catalog.data?.plans}
            />
          </CardContent>
        </Card>
      ) : null}
      <ResetDialog apiKey={key.data} open={dialog === 'reset'} onOpenChange={close} />
      <RevokeDialog keys={[key.data]} open={dialog === 'revoke'} onOpenChange={close} />
      <RotateDialog apiKey={key.data} open={dialog === 'rotate'} onOpenChange={close} />
    </>
  );
}

function KeyViewSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-6">
      <span className="sr-only">Loading the key</span>
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-16 w-full" />
      <Card>
        <CardContent className="pt-4">
          <LimitsGridSkeleton />
        </CardContent>
      </Card>
    </div>
  );
}
