import type { Metadata } from 'next';
import { PageHeader } from '@/components/shell/page-header';
import { UsagePage } from '@/components/usage/usage-page';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Usage' };

export default async function Usage({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/usage', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const { catalog } = await getWorkspace(actor, workspaceId);
  return (
    <>
      <PageHeader title="Usage" description="What this workspace used, by whom, and what was refused." />
      <UsagePage workspaceId={workspaceId} currency={catalog.currency} />
    </>
  );
}
