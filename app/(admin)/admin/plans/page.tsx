import type { Metadata } from 'next';
import { PlansPage } from '@/components/plan-editor/plans-page';
import { PageHeader } from '@/components/shell/page-header';
import type { SearchProps } from '../../../search-props';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Catalogs and plans' };

export default async function Plans({ searchParams }: SearchProps) {
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
