import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { OverviewPageView } from '@/components/overview/overview-view';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { workspaceQuery } from '@/components/workspaces/queries';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../search-props';
import { requireSignedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const workspace = await getWorkspace(actor, workspaceId);
  const client = new QueryClient();
  client.setQueryData(workspaceQuery(workspaceId).queryKey, workspace);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OverviewPageView workspaceId={workspaceId} catalogId={workspace.catalog.id} />
    </HydrationBoundary>
  );
}
