import type { Metadata } from 'next';
import { RequestsPage } from '@/components/requests/requests-page';
import { PageHeader } from '@/components/shell/page-header';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Requests' };

export default async function Requests({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/requests', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const { catalog } = await getWorkspace(actor, workspaceId);
  return (
    <>
      <PageHeader
        title="Requests"
        description="Every call, answered or refused: what was decided, how long it took, what it cost."
      />
      <RequestsPage workspaceId={workspaceId} currency={catalog.currency} />
    </>
  );
}
