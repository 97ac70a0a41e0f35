import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { KeyPageView } from '@/components/keys/key-view';
import { workspaceQuery } from '@/components/workspaces/queries';
import { AppError } from '@/lib/errors';
import { getKey } from '@/lib/keys/get-key';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import { requireSignedIn, signedIn } from '../../../signed-in';

interface KeyPageProps {
  params: Promise<{ id: string }>;
}

/** The key's row for this reader; null where it is missing or another tenant's. */
const readKey = cache(async (id: string) => {
  const who = await signedIn();
  if (!who) return null;
  try {
    return await getKey(who.actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
});

export async function generateMetadata({ params }: KeyPageProps): Promise<Metadata> {
  return { title: (await readKey((await params).id))?.name ?? 'Key' };
}

export default async function KeyPage({ params }: KeyPageProps) {
  const { id } = await params;
  const { actor, me } = await requireSignedIn(`/keys/${id}`);
  const key = await readKey(id);
  if (!key) notFound();
  const workspace = await getWorkspace(actor, key.workspace_id);
  const client = new QueryClient();
  client.setQueryData(workspaceQuery(workspace.id).queryKey, workspace);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KeyPageView
        keyId={id}
        workspaceId={workspace.id}
        catalogId={workspace.catalog.id}
        isAdmin={me.user.platform_admin}
      />
    </HydrationBoundary>
  );
}
