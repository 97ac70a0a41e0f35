import type { Metadata } from 'next';
import { AdminHome } from '@/components/admin/admin-home';
import { PageHeader } from '@/components/shell/page-header';
import { requireAdmin } from '../../signed-in';

export const metadata: Metadata = { title: 'Admin' };

export default async function AdminPage() {
  await requireAdmin('/admin');
  return (
    <>
      <PageHeader title="Admin" description="Who waits, who is refused and what was changed." />
      <AdminHome />
    </>
  );
}
