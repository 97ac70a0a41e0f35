import type { Metadata } from 'next';
import { DocArticle } from '@/components/docs/doc-article';
import { rateLimitsPage } from '@/lib/docs/index-pages';
import { publishedCatalogs, twinOf } from '../docs';

export const metadata: Metadata = { title: 'Rate limits', alternates: twinOf('/docs/rate-limits') };

export default async function RateLimitsPage() {
  return <DocArticle page={rateLimitsPage(await publishedCatalogs())} />;
}
