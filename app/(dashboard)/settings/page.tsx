import type { Metadata } from 'next';
import { SettingsPage } from '@/components/settings/settings-page';
import { PageHeader } from '@/components/shell/page-header';
import { mailsLinks } from '@/lib/mail';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Settings' };

export default async function Settings({ searchParams }: SearchProps) {
  const { me } = await requireSignedIn('/settings', searchParams);
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsPage me={me} mails={mailsLinks()} />
    </>
  );
}
