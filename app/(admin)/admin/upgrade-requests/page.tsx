import type { Metadata } from 'next';
import { PageHeader } from '@/components/shell/page-header';
import { RequestsPage } from '@/components/upgrades/requests-page';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Upgrade requests' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function UpgradeRequests({ searchParams }: PageProps) {
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
