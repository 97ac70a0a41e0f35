import type { Metadata } from 'next';
import { WorkspacesPage } from '@/components/admin/workspaces-page';
import { PageHeader } from '@/components/shell/page-header';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Workspaces' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Workspaces({ searchParams }: PageProps) {
  await requireAdmin('/admin/workspaces', searchParams);
  return (
    <>
      <PageHeader title="Workspaces" description="Every workspace of this installation, newest first." />
      <WorkspacesPage />
    </>
  );
}
