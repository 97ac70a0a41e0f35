import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { FilesPage } from '@/components/files/files-page';
import { NotInPlan } from '@/components/files/not-in-plan';
import { filesQuery } from '@/components/files/queries';
import { PageHeader } from '@/components/shell/page-header';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { parse } from '@/lib/parse';
import { listFiles } from '@/lib/uploads/list-files';
import { listFilesQuery } from '@/lib/uploads/schema';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Files' };

export default async function Files({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/files', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const { plan, catalog, role, sizes } = await getWorkspace(actor, workspaceId);
  const client = new QueryClient();
  const files = await listFiles(workspaceId, parse(listFilesQuery, {}));
  if (!sizes && files.data.length === 0) return <NotInPlan planName={plan.name} />;
  client.setQueryData(filesQuery(workspaceId, '').queryKey, { pages: [files], pageParams: [undefined] });
  return (
    <>
      <PageHeader
        title="Files"
        description="What the workspace stores, and how much more fits. Programs reach the same files with a key."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <FilesPage
          key={workspaceId}
          workspaceId={workspaceId}
          planName={plan.name}
          catalogId={catalog.id}
          currency={catalog.currency}
          sizes={sizes}
          changeable={role !== null && role !== 'viewer' && !me.acting}
        />
      </HydrationBoundary>
    </>
  );
}
