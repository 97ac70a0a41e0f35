import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { WorkspaceDetail } from '@/components/admin/workspace-detail';
import { workspaceQuery } from '@/components/workspaces/queries';
import { AppError } from '@/lib/errors';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import { requireAdmin } from '../../../../signed-in';

export const metadata: Metadata = { title: 'Workspace' };

interface PageProps {
  params: Promise<{ id: string }>;
}

export default async function Workspace({ params }: PageProps) {
  const { id } = await params;
  const { actor } = await requireAdmin(`/admin/workspaces/${id}`);
  const workspace = await getWorkspace(actor, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  });
  const client = new QueryClient();
  client.setQueryData(workspaceQuery(id).queryKey, workspace);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WorkspaceDetail id={id} />
    </HydrationBoundary>
  );
}
