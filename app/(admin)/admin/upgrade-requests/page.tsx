import type { Metadata } from 'next';
import { PageHeader } from '@/components/shell/page-header';
import { RequestsPage } from '@/components/upgrades/requests-page';
import type { SearchProps } from '../../../search-props';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Upgrade requests' };

export default async function UpgradeRequests({ searchParams }: SearchProps) {
  await requireAdmin('/admin/upgrade-requests', searchParams);
  return (
    <>
      <PageHeader
        title="Upgrade requests"
        description="Workspaces that ask for another plan, those that wait longest first."
      />
      <RequestsPage />
    </>
  );
}
