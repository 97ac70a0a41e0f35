import type { Metadata } from 'next';
import { DocArticle } from '@/components/docs/doc-article';
import { startPage } from '@/lib/docs/index-pages';
import { publishedCatalogs, readersBaseUrl } from './docs';

export const metadata: Metadata = { title: 'Documentation' };

export default async function DocsPage() {
  return <DocArticle page={startPage(await publishedCatalogs(), await readersBaseUrl())} />;
}
