import type { Metadata } from 'next';
import { AuditPage } from '@/components/admin/audit-page';
import { PageHeader } from '@/components/shell/page-header';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'Audit log' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Audit({ searchParams }: PageProps) {
  await requireAdmin('/admin/audit', searchParams);
  return (
    <>
      <PageHeader title="Audit log" description="Who changed what, when and from where, newest first." />
      <AuditPage />
    </>
  );
}
