import { redirect } from 'next/navigation';
import { requireAdmin } from '../../signed-in';

export default async function AdminPage() {
  await requireAdmin('/admin');
  redirect('/admin/workspaces');
}
