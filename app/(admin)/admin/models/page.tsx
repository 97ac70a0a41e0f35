import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ModelsPage } from '@/components/models/models-page';
import { listUpstreams } from '@/lib/models/upstreams';
import { listCatalogs } from '@/lib/workspaces/catalogs';
import type { SearchProps } from '../../../search-props';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Models' };

export default async function Models({ searchParams }: SearchProps) {
  const { actor } = await requireAdmin('/admin/models', searchParams);
  const client = new QueryClient();
  const [upstreams, catalogs] = await Promise.all([listUpstreams(actor), listCatalogs()]);
  client.setQueryData(['upstreams'], upstreams);
  client.setQueryData(['catalogs'], { data: catalogs, next_cursor: null });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ModelsPage />
    </HydrationBoundary>
  );
}
