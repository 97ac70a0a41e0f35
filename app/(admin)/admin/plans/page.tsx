import type { Metadata } from 'next';
import { PlansPage } from '@/components/plan-editor/plans-page';
import { PageHeader } from '@/components/shell/page-header';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Catalogs and plans' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Plans({ searchParams }: PageProps) {
  await requireAdmin('/admin/plans', searchParams);
  return (
    <>
      <PageHeader
        title="Catalogs and plans"
        description="Change what a plan allows. See first what the last day’s requests would have met."
      />
      <PlansPage />
    </>
  );
}
