import type { Metadata } from 'next';
import { WorkspacesPage } from '@/components/admin/workspaces-page';
import { PageHeader } from '@/components/shell/page-header';
import type { SearchProps } from '../../../search-props';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Workspaces' };

export default async function Workspaces({ searchParams }: SearchProps) {
  await requireAdmin('/admin/workspaces', searchParams);
  return (
    <>
      <PageHeader title="Workspaces" description="Every workspace of this installation, newest first." />
      <WorkspacesPage />
    </>
  );
}
