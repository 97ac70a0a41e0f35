import type { Metadata } from 'next';
import { Playground } from '@/components/playground/playground';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { EXPOSED_HEADERS } from '@/lib/contracts/contract';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Playground' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PlaygroundPage({ searchParams }: PageProps) {
  const { actor, me } = await requireSignedIn('/playground', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const { catalog } = await getWorkspace(actor, workspaceId);
  return (
    <Playground
      key={workspaceId}
      workspaceId={workspaceId}
      currency={catalog.currency}
      headerNames={EXPOSED_HEADERS.split(', ')}
    />
  );
}
