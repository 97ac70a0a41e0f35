import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PlansView } from '@/components/plans/plans-view';
import { PageHeader } from '@/components/shell/page-header';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { catalogQuery, workspaceQuery } from '@/components/workspaces/queries';
import { getCatalog } from '@/lib/workspaces/catalogs';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Plans' };

export default async function PlansPage({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/plans', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const workspace = await getWorkspace(actor, workspaceId);
  const client = new QueryClient();
  client.setQueryData(workspaceQuery(workspaceId).queryKey, workspace);
  client.setQueryData(catalogQuery(workspace.catalog.id).queryKey, await getCatalog(workspace.catalog.id));
  return (
    <>
      <PageHeader
        title="Plans"
        description={`${workspace.name} is on ${workspace.plan.name}. A new plan is in force on the next request; what was used is kept.`}
      />
      <HydrationBoundary state={dehydrate(client)}>
        <PlansView workspaceId={workspaceId} catalogId={workspace.catalog.id} userId={actor.userId} />
      </HydrationBoundary>
    </>
  );
}
