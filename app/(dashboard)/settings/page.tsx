import type { Metadata } from 'next';
import { SettingsPage } from '@/components/settings/settings-page';
import { PageHeader } from '@/components/shell/page-header';
import { mailsLinks } from '@/lib/mail';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Settings' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Settings({ searchParams }: PageProps) {
  const { me } = await requireSignedIn('/settings', searchParams);
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsPage me={me} mails={mailsLinks()} />
    </>
  );
}
