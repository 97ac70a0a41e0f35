import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { Playground } from '@/components/playground/playground';
import { chatModelsQuery, onlyChat } from '@/components/playground/queries';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { EXPOSED_HEADERS } from '@/lib/contracts/contract';
import { listModels } from '@/lib/gateway/list-models';
import { getCatalog } from '@/lib/workspaces/catalogs';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Playground' };

export default async function PlaygroundPage({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/playground', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const { catalog } = await getWorkspace(actor, workspaceId);
  // A session may use every model of its catalog: the first question need not wait for the list.
  const { rev } = await getCatalog(catalog.id);
  const models = await listModels({ catalogId: catalog.id, catalogRev: rev, models: [] });
  const client = new QueryClient();
  client.setQueryData(chatModelsQuery(workspaceId).queryKey, onlyChat(models.data));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Playground
        key={workspaceId}
        workspaceId={workspaceId}
        currency={catalog.currency}
        headerNames={EXPOSED_HEADERS.split(', ')}
      />
    </HydrationBoundary>
  );
}
