import type { Metadata } from 'next';
import { SystemPage } from '@/components/system/system-page';
import { requireAdmin } from '../../../signed-in';

export const metadata: Metadata = { title: 'System' };

/** Not prefetched: where a store hangs, the page is there and says so. */
export default async function System() {
  await requireAdmin('/admin/system');
  return <SystemPage />;
}
