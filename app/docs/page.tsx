import type { Metadata } from 'next';
import { DocArticle } from '@/components/docs/doc-article';
import { startPage } from '@/lib/docs/index-pages';
import { publishedCatalogs, readersBaseUrl, twinOf } from './docs';

export const metadata: Metadata = { title: 'Documentation', alternates: twinOf('/docs') };

export default async function DocsPage() {
  return <DocArticle page={startPage(await publishedCatalogs(), await readersBaseUrl())} />;
}
