import type { Metadata } from 'next';
import { DocArticle } from '@/components/docs/doc-article';
import { rateLimitsPage } from '@/lib/docs/index-pages';
import { publishedCatalogs } from '../docs';

export const metadata: Metadata = { title: 'Rate limits' };

export default async function RateLimitsPage() {
  return <DocArticle page={rateLimitsPage(await publishedCatalogs())} />;
}
