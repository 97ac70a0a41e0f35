import type { Metadata } from 'next';
import { AuditPage } from '@/components/admin/audit-page';
import { PageHeader } from '@/components/shell/page-header';
import type { SearchProps } from '../../../search-props';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Audit log' };

export default async function Audit({ searchParams }: SearchProps) {
  await requireAdmin('/admin/audit', searchParams);
  return (
    <>
      <PageHeader title="Audit log" description="Who changed what, when and from where, newest first." />
      <AuditPage />
    </>
  );
}
